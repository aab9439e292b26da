package dev.codevar.serve;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.format.PictureBudget;
import dev.codevar.serve.fields.FieldBounds;
import dev.codevar.serve.http.SendingBounds;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What a server takes and keeps at most, put together by {@link #with}. Whoever meets a limit is told which.
 *
 * @param pictures of a request, 1 to 4096
 * @param requests that may wait, 1 to 1,048,576
 * @param deadline how long a request may take, waiting included
 * @param keep how long pictures are kept for those who ask again
 * @param keptBytes of pictures that are kept, of jobs and of addresses each
 * @param keptPreviews of jobs of so many pictures all previews are kept for who comes later, 0 to 4096
 * @param unreadBytes that wait for clients which read slowly, of all of them together
 * @param picture of a client, which has a budget before any decoder sees it
 * @param largePictures of more than a million pixels that are read at a time, 1 to 3: there are four threads for all
 * @param sending what connections and requests may take
 * @param fields what fields of requests may take
 */
public record ServeLimits(
        int pictures,
        int requests,
        Duration deadline,
        Duration keep,
        long keptBytes,
        int keptPreviews,
        long unreadBytes,
        PictureBudget picture,
        int largePictures,
        SendingBounds sending,
        FieldBounds fields) {
    private static final int MOST_PICTURES = 4096;
    private static final int MEGA = 1 << 20;
    private static final int KILO = 1 << 10;

    /** For a heap of 1 GB. */
    public static final ServeLimits DEFAULT = new ServeLimitsBuilder().build();

    public ServeLimits {
        requireBetween("the number of pictures of a request", pictures, 1, MOST_PICTURES);
        requireBetween("the number of waiting requests", requests, 1, MEGA);
        requireTime("a request", deadline);
        requireTime("kept pictures", keep);
        requireBetween("the bytes of kept pictures", keptBytes, 1, Long.MAX_VALUE);
        requireBetween("the number of pictures of kept previews", keptPreviews, 0, MOST_PICTURES);
        requireBetween("the bytes that wait for slow readers", unreadBytes, 1, Long.MAX_VALUE);
        requireBetween("the number of large pictures at a time", largePictures, 1, 3);
        require(sending);
        require(fields);
    }

    private static void require(SendingBounds sending) {
        requireBetween("the number of connections", sending.connections(), 1, MEGA);
        requireTime("silence", sending.silence());
        requireBetween("the size of a head in bytes", sending.headBytes(), KILO, MEGA);
        requireTime("a head", sending.headTime());
        requireBetween("the size of a request in bytes", sending.bodyBytes(), 1, KILO * MEGA);
        requireBetween("the number of large requests at a time", sending.largeBodies(), 1, KILO);
        requireBetween("the size of a request without pictures in bytes", sending.smallBytes(), 1, MEGA);
        requireBetween("the number of small requests at a time", sending.smallBodies(), 1, MEGA);
        requireTime("a body", sending.bodyTime());
    }

    private static void require(FieldBounds fields) {
        requireBetween("the number of a text's characters", fields.text(), 64, MEGA);
        requireBetween("the number of JSON tokens", fields.jsonTokens(), 64, 16 * MEGA);
        requireBetween("the depth of JSON", fields.jsonDepth(), 4, 1000);
        requireBetween("the number of a form's parts", fields.parts(), 4, 4096);
        requireBetween("the size of a part's head in bytes", fields.partHead(), KILO, MEGA);
    }

    static void requireBetween(String what, long value, long from, long to) {
        if (value < from || value > to) {
            throw new InvalidInputException(what + ", " + value + ", is not between " + from + " and " + to);
        }
    }

    private static void requireTime(String what, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new InvalidInputException("a time for " + what + " of " + time + "; it must be more than 0");
        }
    }

    /** {@return the defaults, but for what {@code change} sets} */
    public static ServeLimits with(UnaryOperator<ServeLimitsBuilder> change) {
        return change.apply(new ServeLimitsBuilder()).build();
    }
}
