package dev.codevar;

import dev.codevar.fault.InvalidInputException;

/**
 * How an {@link Engine} shares the machine.
 *
 * @param mostRequests how many requests may wait, 1 or more: what comes beyond is refused
 * @param largestBatch how many pictures are drawn together at most where a request leaves it to the engine, 1 to {@link
 *     Request#LARGEST_BATCH}
 * @param mixAlways whether pictures of different requests are drawn together also where that may change their last bits: on CUDA,
 *     and in number formats that the processor does not multiply
 */
public record EngineOptions(int mostRequests, int largestBatch, boolean mixAlways) {

    /** 16,384 requests, batches of up to 64 pictures, and no request's pictures depend on another. */
    public static final EngineOptions DEFAULT = new EngineOptions(1 << 14, 64, false);

    public EngineOptions {
        if (mostRequests < 1) {
            throw new InvalidInputException("a queue for " + mostRequests + " requests; it must be at least 1");
        }
        if (largestBatch < 1 || largestBatch > Request.LARGEST_BATCH) {
            throw new InvalidInputException(
                    "largest batch " + largestBatch + " is not between 1 and " + Request.LARGEST_BATCH);
        }
    }
}
