package dev.codevar.serve;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.format.PictureBudget;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What a server takes and keeps at most. Whoever meets a limit is told which.
 *
 * @param pictures of a request, 1 to 4096
 * @param requests that may wait, 1 to 1,048,576
 * @param uploadBytes of a request, 1 byte to 1 GiB
 * @param uploads large requests that are read at a time, 1 to 1024: each takes five times its size while it is taken apart
 * @param uploadPixels of a picture that a client sends, 1 to {@link PictureBudget#MOST_PIXELS}
 * @param headTime from a connection's opening, or its last answer, to the end of the next request's head
 * @param uploadTime in which a request's body has to be here
 * @param deadline how long a request may take, waiting included
 * @param keep how long pictures are kept for those who ask again
 * @param keptBytes of pictures that are kept, of jobs and of addresses each
 * @param unreadBytes that wait for clients which read slowly, of all of them together
 * @param connections that are open at a time, 1 to 1,048,576
 */
public record ServeLimits(
        int pictures,
        int requests,
        int uploadBytes,
        int uploads,
        int uploadPixels,
        Duration headTime,
        Duration uploadTime,
        Duration deadline,
        Duration keep,
        long keptBytes,
        long unreadBytes,
        int connections) {

    /** For a heap of 1 GB. */
    public static final ServeLimits DEFAULT = new Builder().build();

    public ServeLimits {
        requireBetween("the number of pictures of a request", pictures, 1, 4096);
        requireBetween("the number of waiting requests", requests, 1, 1 << 20);
        requireBetween("the size of a request in bytes", uploadBytes, 1, 1 << 30);
        requireBetween("the number of large requests at a time", uploads, 1, 1024);
        requireBetween("the number of an uploaded picture's pixels", uploadPixels, 1, PictureBudget.MOST_PIXELS);
        requireBetween("the bytes of kept pictures", keptBytes, 1, Long.MAX_VALUE);
        requireBetween("the bytes that wait for slow readers", unreadBytes, 1, Long.MAX_VALUE);
        requireBetween("the number of connections", connections, 1, 1 << 20);
        requireTime("a head", headTime);
        requireTime("a body", uploadTime);
        requireTime("a request", deadline);
        requireTime("kept pictures", keep);
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
    public static ServeLimits with(UnaryOperator<Builder> change) {
        return change.apply(new Builder()).build();
    }

    /** Limits one by one, each with its default. */
    public static final class Builder {
        private int pictures = 64;
        private int requests = 1024;
        private int uploadBytes = 20 << 20;
        private int uploads = 3;
        private int uploadPixels = 16 << 20;
        private Duration headTime = Duration.ofMinutes(1);
        private Duration uploadTime = Duration.ofMinutes(1);
        private Duration deadline = Duration.ofMinutes(10);
        private Duration keep = Duration.ofHours(1);
        private long keptBytes = 64L << 20;
        private long unreadBytes = 128L << 20;
        private int connections = 4096;

        private Builder() {}

        /** Sets {@link ServeLimits#pictures}. */
        public Builder pictures(int most) {
            pictures = most;
            return this;
        }

        /** Sets {@link ServeLimits#requests}. */
        public Builder requests(int most) {
            requests = most;
            return this;
        }

        /** Sets {@link ServeLimits#uploadBytes}. */
        public Builder uploadBytes(int most) {
            uploadBytes = most;
            return this;
        }

        /** Sets {@link ServeLimits#uploads}. */
        public Builder uploads(int most) {
            uploads = most;
            return this;
        }

        /** Sets {@link ServeLimits#uploadPixels}. */
        public Builder uploadPixels(int most) {
            uploadPixels = most;
            return this;
        }

        /** Sets {@link ServeLimits#headTime}. */
        public Builder headTime(Duration most) {
            headTime = most;
            return this;
        }

        /** Sets {@link ServeLimits#uploadTime}. */
        public Builder uploadTime(Duration most) {
            uploadTime = most;
            return this;
        }

        /** Sets {@link ServeLimits#deadline}. */
        public Builder deadline(Duration most) {
            deadline = most;
            return this;
        }

        /** Sets {@link ServeLimits#keep}. */
        public Builder keep(Duration most) {
            keep = most;
            return this;
        }

        /** Sets {@link ServeLimits#keptBytes}. */
        public Builder keptBytes(long most) {
            keptBytes = most;
            return this;
        }

        /** Sets {@link ServeLimits#unreadBytes}. */
        public Builder unreadBytes(long most) {
            unreadBytes = most;
            return this;
        }

        /** Sets {@link ServeLimits#connections}. */
        public Builder connections(int most) {
            connections = most;
            return this;
        }

        private ServeLimits build() {
            return new ServeLimits(
                    pictures,
                    requests,
                    uploadBytes,
                    uploads,
                    uploadPixels,
                    headTime,
                    uploadTime,
                    deadline,
                    keep,
                    keptBytes,
                    unreadBytes,
                    connections);
        }
    }
}
