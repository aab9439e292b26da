package dev.codevar.verify;

import dev.codevar.decode.token.TokenProbabilities;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Compares what top-k, top-p and temperature leave of golden logits. */
final class SamplerChecks {
    private static final Pattern NAME = Pattern.compile("sampler\\.probs\\.k(\\d{1,9})\\.p([0-9.]+)\\.t([0-9.]+)");

    private final Expected expected;
    private final Consumer<Check> report;

    SamplerChecks(Expected expected, Consumer<Check> report) {
        this.expected = expected;
        this.report = report;
    }

    void run() {
        if (!expected.has("sampler.logits")) {
            return;
        }
        for (String name : new ArrayList<>(expected.left())) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                int topK = Integer.parseInt(matcher.group(1));
                double topP = Double.parseDouble(matcher.group(2));
                double temperature = Double.parseDouble(matcher.group(3));
                report.accept(Scoped.value(() -> {
                    Tensor logits_BlV = expected.load("sampler.logits", ScalarType.Float);
                    Tensor got_BlV = TokenProbabilities.of(logits_BlV, topK, topP, temperature, expected.compute());
                    return TensorComparison.numbers(
                            name, expected.load(name, ScalarType.Float), got_BlV, Verification.PROBABILITIES);
                }));
            }
        }
    }
}
