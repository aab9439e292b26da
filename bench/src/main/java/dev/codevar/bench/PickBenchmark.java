package dev.codevar.bench;

import dev.codevar.decode.token.TokenProbabilities;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What does it cost to turn logits into probabilities, and how much of that is top-k and how much the nucleus? */
public class PickBenchmark extends KernelBenchmark {
    private static final double TEMPERATURE = 1;

    /** Pictures, tokens and codes: the finest scale of 256 pixels. */
    @Param("1x256x4096")
    String shape = "1x256x4096";

    /** 0 for all. */
    @Param({"600", "0"})
    int topK = 600;

    /** 0 for all. */
    @Param({"0.96", "0"})
    double topP = 0.96;

    private Tensor logits_BlV;

    /** Makes logits. */
    @Setup
    public void prepare() {
        logits_BlV = random(ScalarType.Float, sizes(shape));
    }

    /** The decode loop's own way. */
    @Benchmark
    public long probabilities() {
        return run(() -> TokenProbabilities.of(logits_BlV, topK, topP, TEMPERATURE));
    }
}
