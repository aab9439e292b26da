package dev.codevar.serve.fields;

import dev.codevar.report.json.Json;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * A refusal in the form of all APIs but those of others (RFC 9457).
 *
 * @param type says nothing that the code does not
 * @param title the status in words
 * @param status the HTTP status
 * @param detail for people, one line
 * @param param the field that is wrong, if it is one
 * @param code for programs
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String param,
        String code) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** {@return what a client is told} */
    public static Problem of(Refusal refusal) {
        return new Problem(
                "about:blank",
                HttpStatus.getMessage(refusal.status()),
                refusal.status(),
                refusal.text(),
                refusal.param(),
                refusal.code());
    }

    /** {@return it as JSON} */
    public byte[] json() {
        return Json.line(this).getBytes(StandardCharsets.UTF_8);
    }
}
