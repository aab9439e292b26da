package dev.codevar.lab.npz;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what a file says, and why it could not be read, fit for one line: a hostile file may have chosen the words. */
final class OneLine {
    private static final int LONGEST = 120;
    private static final int NAMES_SHOWN = 5;

    private OneLine() {}

    /** {@return the text in quotes, shortened, without control characters} */
    static String quote(String text) {
        return "'" + line(text) + "'";
    }

    /** {@return the first few of the names, quoted} */
    static String some(Collection<String> names) {
        return names.stream().limit(NAMES_SHOWN).map(OneLine::quote).collect(Collectors.joining(", "))
                + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "");
    }

    /** {@return why something failed} */
    static String reason(Exception failure) {
        @Nullable String message = failure.getMessage();
        if (failure instanceof CodeVarException && message != null) {
            return message;
        } else if (failure instanceof ClosedByInterruptException) {
            return "interrupted";
        } else if (failure instanceof ClosedChannelException) {
            return "already closed";
        } else if (failure instanceof IOException io) {
            return line(IoReason.of(io));
        }
        return message == null ? failure.getClass().getSimpleName() : line(message);
    }

    private static String line(String text) {
        String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return head.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }
}
