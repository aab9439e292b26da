package dev.codevar.measure.speed;

import dev.codevar.measure.speed.ceiling.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What a run took of memory.
 *
 * @param peakRssBytes most bytes that the process had resident while it was measured, or null if nobody knows
 * @param kvBytes most bytes of keys and values held at any time
 * @param weightBytes bytes of the weights of the plan's transformers
 */
public record MemoryUse(@Nullable Long peakRssBytes, long kvBytes, long weightBytes) {

    public MemoryUse {
        Checks.atLeast("resident bytes", peakRssBytes, 1);
        Checks.atLeast("bytes of keys and values", kvBytes, 0);
        Checks.atLeast("bytes of weights", weightBytes, 0);
    }
}
