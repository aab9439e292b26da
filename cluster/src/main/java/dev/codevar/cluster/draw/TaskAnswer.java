package dev.codevar.cluster.draw;

import dev.codevar.report.json.Json;
import dev.codevar.sampling.parts.AcceptedPart;
import org.jspecify.annotations.Nullable;

/**
 * What a task says to the driver: that a part is written, or why none is and no other attempt would help.
 *
 * @param written the part, and who drew it; null of a refusal
 * @param refusal one line; null of a part
 * @param host where that was
 * @param executor which executor it was
 * @param pictures how many pictures were drawn
 * @param secondsDrawing how long drawing took
 * @param seconds how long all of it took
 */
public record TaskAnswer(
        @Nullable AcceptedPart written,
        @Nullable String refusal,
        String host,
        String executor,
        int pictures,
        double secondsDrawing,
        double seconds) {

    static TaskAnswer refused(String why, String host, String executor) {
        return new TaskAnswer(null, why, host, executor, 0, 0, 0);
    }

    /** {@return it on one line} */
    public String json() {
        return Json.line(this);
    }

    /** {@return what is in such a line} */
    public static TaskAnswer parse(String json) {
        return Json.parse(json, TaskAnswer.class, "a task's answer");
    }
}
