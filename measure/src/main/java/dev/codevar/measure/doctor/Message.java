package dev.codevar.measure.doctor;

import dev.codevar.report.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the examining process says, a line each; one of the components, the others null.
 *
 * @param begin what it does next
 * @param natives what it loaded
 * @param checked what became of a check
 * @param int8 how fast products in 8 bits are
 */
public record Message(
        @Nullable String begin,
        @Nullable LoadedNatives natives,
        @Nullable Checked checked,
        @Nullable EightBitSpeed int8) {
    /** Libraries may print too, and a JVM that crashes does. */
    private static final String START = "{\"begin\":";

    static Message begin(String what) {
        return new Message(what, null, null, null);
    }

    static Message of(LoadedNatives natives) {
        return new Message(null, natives, null, null);
    }

    static Message of(Checked checked) {
        return new Message(null, null, checked, null);
    }

    static Message of(EightBitSpeed int8) {
        return new Message(null, null, null, int8);
    }

    /** {@return whether a line is such a message} */
    static boolean is(String line) {
        return line.startsWith(START);
    }

    static Message parse(String line) {
        return Json.parse(line, Message.class, "what the examining process says");
    }

    /** {@return it as one line} */
    public String line() {
        return Json.line(this);
    }
}
