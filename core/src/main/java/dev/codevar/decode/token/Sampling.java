package dev.codevar.decode.token;

import dev.codevar.fault.InvalidInputException;
import java.util.Collections;
import java.util.List;

/**
 * How tokens are chosen.
 *
 * @param cfg classifier-free guidance at the finest scale, 0 (none) to 100; it grows linearly from 0 at the coarsest
 * @param temperature 1e-6 to 100, or 0 for the most likely token whatever the seed: one value for all scales, or one for each
 * @param topK how many tokens stay in play, 0 for all: one value for all scales, or one for each
 * @param topP the probability that stays in play, 0 to 1, 0 for all
 */
public record Sampling(double cfg, List<Double> temperature, List<Integer> topK, double topP) {

    public Sampling {
        temperature = List.copyOf(temperature);
        topK = List.copyOf(topK);
    }

    /** {@return the temperature of each of {@code scales} scales} */
    public List<Double> temperatures(int scales) {
        return perScale("temperature", temperature, scales);
    }

    /** {@return top-k of each of {@code scales} scales} */
    public List<Integer> topKs(int scales) {
        return perScale("top-k", topK, scales);
    }

    private static <T> List<T> perScale(String what, List<T> values, int scales) {
        if (values.size() == 1) {
            return Collections.nCopies(scales, values.get(0));
        }
        if (values.size() != scales) {
            throw new InvalidInputException(what + " has " + values.size() + " values; one, or one for each of "
                    + scales + " scales, are legal");
        }
        return values;
    }
}
