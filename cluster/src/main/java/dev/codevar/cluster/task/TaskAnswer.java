package dev.codevar.cluster.task;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a task says to the driver: what came out, or why nothing did and no other attempt would help.
 *
 * @param result what came out; null of a refusal
 * @param refusal one line; null of a result
 * @param host where that was
 * @param executor which executor it was
 * @param seconds how long it took
 */
public record TaskAnswer(
        @Nullable String result, @Nullable String refusal, String host, String executor, double seconds) {
    /** {@return what came out} */
    public String require() {
        if (result == null) {
            throw new InvalidInputException("executor " + executor + " on " + host + " cannot do it: " + refusal);
        }
        return result;
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
