package dev.codevar.bench;

import dev.codevar.tensor.Precision;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Is fused attention faster in bfloat16 than in float32 on this processor? One block's attention at the eighth and at the
 * last scale of 256 pixels, laid out as in the models: queries as the product left them, keys from the cache.
 */
public class AttentionBenchmark extends KernelBenchmark {
    private static final long HEAD_CHANNELS = 64;

    /** Queries and keys. */
    @Param({"100x255", "256x680"})
    String tokens = "100x255";

    /** As d16 and d30 have. */
    @Param({"16", "30"})
    long heads = 16;

    /** Two a picture. */
    @Param({"2", "16"})
    long rows = 2;

    @Param({"FLOAT32", "BFLOAT16"})
    Precision precision = Precision.FLOAT32;

    private Tensor queries_BHlc;
    private Tensor keys_BHLc;
    private Tensor values_BHLc;
    private TensorOptional noMask;
    private DoubleOptional unitScale;

    /** Makes queries, keys and values. */
    @Setup
    public void prepare() {
        long queries = sizes(tokens)[0];
        long keys = sizes(tokens)[1];
        Tensor queries_BlHc = random(precision.type(), rows, queries, heads, HEAD_CHANNELS);
        queries_BHlc = kept(() -> queries_BlHc.transpose(1, 2));
        keys_BHLc = random(precision.type(), rows, heads, keys, HEAD_CHANNELS);
        values_BHLc = random(precision.type(), rows, heads, keys, HEAD_CHANNELS);
        noMask = kept(TensorOptional::new);
        unitScale = kept(() -> new DoubleOptional(1.0));
    }

    /** libtorch's fused attention, without a mask. */
    @Benchmark
    public long attention() {
        return run(() -> torch.scaled_dot_product_attention(
                queries_BHlc, keys_BHLc, values_BHLc, noMask, 0, false, unitScale, false));
    }
}
