package dev.codevar.cluster.task;

import dev.codevar.report.json.Json;
import dev.codevar.sampling.parts.AcceptedPart;

/**
 * What comes of a task that writes a part.
 *
 * @param written the part, and who made it
 * @param pictures how many pictures are in it
 * @param secondsAtWork how long they took without writing and waiting
 */
public record MadePart(AcceptedPart written, int pictures, double secondsAtWork) {
    /** {@return it on one line} */
    public String json() {
        return Json.line(this);
    }

    /** {@return what is in such a line} */
    public static MadePart parse(String json) {
        return Json.parse(json, MadePart.class, "a part that was made");
    }
}
