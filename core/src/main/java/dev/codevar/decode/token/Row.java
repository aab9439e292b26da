package dev.codevar.decode.token;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One picture of a batch: what it shows and how it is sampled. Every option may differ from row to row.
 *
 * @param label the class, 0 to N−1
 * @param seed where its randomness comes from
 * @param cfg guidance at the finest scale, 0 to 100; it grows linearly from 0 at the coarsest
 * @param temperature per scale, 1e-6 to 100, or 0 for the most likely token
 * @param topK per scale, how many tokens stay in play; 0 for all
 * @param topP the probability that stays in play, 0 to 1; 0 for all
 * @param edit what is kept of another picture, or null for nothing
 */
public record Row(
        int label,
        long seed,
        double cfg,
        List<Double> temperature,
        List<Integer> topK,
        double topP,
        @Nullable Edit edit) {

    private static final double LARGEST = 100;
    /** Below it, logits divided by the temperature may leave the range of float32. */
    private static final double LEAST_TEMPERATURE = 1e-6;

    public Row {
        temperature = List.copyOf(temperature);
        topK = List.copyOf(topK);
        if (!(cfg >= 0 && cfg <= LARGEST)) {
            throw new InvalidInputException("cfg " + cfg + " is not between 0 and " + LARGEST);
        }
        if (!(topP >= 0 && topP <= 1)) {
            throw new InvalidInputException("top-p " + topP + " is not between 0 and 1 (0 keeps everything)");
        }
        for (double t : temperature) {
            if (!(t == 0 || (t >= LEAST_TEMPERATURE && t <= LARGEST))) {
                throw new InvalidInputException("temperature " + t + " is not between " + LEAST_TEMPERATURE + " and "
                        + LARGEST + ", nor 0 (the most likely token)");
            }
        }
    }

    /** {@return how many of {@code codes} tokens top-k leaves in play at scale {@code k}, if none are equally likely} */
    int tokensInPlay(int k, int codes) {
        return topK.get(k) == 0 ? codes : Math.min(topK.get(k), codes);
    }

    /** Checks what hangs on the model: the class, top-k and the number of scales. */
    public void requireFits(VarConfig config) {
        if (label < 0 || label >= config.classes()) {
            throw new InvalidInputException("class " + label + " is not between 0 and " + (config.classes() - 1));
        }
        for (int k : topK) {
            if (k < 0 || k > config.codes()) {
                throw new InvalidInputException(
                        "top-k " + k + " is not between 0 and " + config.codes() + " (0 keeps everything)");
            }
        }
        int scales = config.pyramid().scales();
        if (temperature.size() != scales || topK.size() != scales) {
            throw new InvalidInputException("options for " + temperature.size() + " temperatures and " + topK.size()
                    + " top-k were given, but the model has " + scales + " scales");
        }
    }
}
