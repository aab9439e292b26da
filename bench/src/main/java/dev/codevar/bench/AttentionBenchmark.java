package dev.codevar.bench;

import dev.codevar.nn.HeadAttention;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.util.Objects;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How much faster is the models' attention than libtorch's fused one in either precision? One block's at the eighth and at the last
 * scale of 256 pixels, laid out as in the models: queries as the product left them, keys from the cache.
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
    private @Nullable HeadAttention attention;

    /** Makes queries, keys and values. */
    @Setup
    public void prepare() {
        long queries = sizes(tokens)[0];
        long keys = sizes(tokens)[1];
        Tensor queries_BlHc = random(precision.type(), rows, queries, heads, HEAD_CHANNELS);
        queries_BHlc = kept(() -> queries_BlHc.transpose(1, 2));
        keys_BHLc = cached(keys);
        values_BHLc = cached(keys);
        noMask = kept(TensorOptional::new);
        unitScale = kept(() -> new DoubleOptional(1.0));
        attention = HeadAttention.of(new Compute(Device.CPU, precision));
    }

    private Tensor cached(long keys) {
        Tensor kept_BLHc = random(precision.type(), rows, keys, heads, HEAD_CHANNELS);
        return kept(() -> kept_BLHc.transpose(1, 2));
    }

    /** As the models do it. */
    @Benchmark
    public long models() {
        return run(() -> Objects.requireNonNull(attention).apply(queries_BHlc, keys_BHLc, values_BHLc));
    }

    /** libtorch's fused attention, without a mask. */
    @Benchmark
    public long fused() {
        return run(() -> torch.scaled_dot_product_attention(
                queries_BHlc, keys_BHLc, values_BHLc, noMask, 0, false, unitScale, false));
    }

    @Override
    public void close() {
        if (attention != null) {
            attention.close();
        }
        super.close();
    }
}
