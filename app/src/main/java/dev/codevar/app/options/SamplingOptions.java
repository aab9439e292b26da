package dev.codevar.app.options;

import dev.codevar.Request;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how tokens are drawn. */
public final class SamplingOptions {
    @Option(
            names = "--cfg",
            paramLabel = "X",
            description =
                    "Guidance, 0 to 100. It grows with the scale: X means (1+X) times the conditional logits at the"
                            + " finest. Default: the model set's.")
    @Nullable
    Double cfg;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            split = ",",
            description =
                    "How many tokens stay in play, at most the number of codes, 0 for all: one number, or one a scale with ',' between."
                            + " Default: the model set's.")
    @Nullable
    List<Integer> topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "The probability that stays in play, 0 to 1, 0 for all. Default: the model set's.")
    @Nullable
    Double topP;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            split = ",",
            description = "1e-6 to 100, or 0 for the most likely token: one number, or one a scale with ',' between."
                    + " Default: the model set's.")
    @Nullable
    List<Double> temperature;

    /** Sets what is given. */
    public void apply(Request.Builder request) {
        if (cfg != null) {
            request.cfg(cfg);
        }
        if (topK != null) {
            request.topK(topK.toArray(Integer[]::new));
        }
        if (topP != null) {
            request.topP(topP);
        }
        if (temperature != null) {
            request.temperature(temperature.toArray(Double[]::new));
        }
    }

    /** {@return whether any of these options is given} */
    public boolean any() {
        return Stream.of(cfg, topK, topP, temperature).anyMatch(Objects::nonNull);
    }
}
