package dev.codevar;

import dev.codevar.fault.InvalidInputException;
import java.time.Duration;
import java.util.Optional;

/**
 * How a request is served, whatever it asks for.
 *
 * @param deadline how long it may take from when it is handed in, waiting included, more than 0; empty for as long as it takes
 * @param keepPictures whether the {@link Generation} that comes back holds the pictures. Else {@link GenerationObserver#batchDone}
 *     alone gets them, batch by batch, so that memory does not grow with their number
 */
public record SubmitOptions(Optional<Duration> deadline, boolean keepPictures) {

    /** Without a deadline; pictures are kept. */
    public static final SubmitOptions DEFAULT = new SubmitOptions(Optional.empty(), true);

    public SubmitOptions {
        deadline.ifPresent(given -> {
            if (given.isNegative() || given.isZero()) {
                throw new InvalidInputException("a deadline of " + given + " is not more than 0");
            }
        });
    }

    /** {@return the same with a deadline} */
    public SubmitOptions within(Duration deadline) {
        return new SubmitOptions(Optional.of(deadline), keepPictures);
    }

    /** {@return the same, but pictures are given to the observer alone} */
    public SubmitOptions withoutKeeping() {
        return new SubmitOptions(deadline, false);
    }
}
