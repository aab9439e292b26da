package dev.codevar.bench;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What is gained by giving a class's scale and shift to the norm itself, in place of a product and a sum after it? */
public class LayerNormBenchmark extends KernelBenchmark {
    private static final double EPSILON = 1e-6;

    /** Rows and width. */
    @Param("4096x1920")
    String shape = "4096x1920";

    private long[] width;
    private Tensor x_rC;
    private Tensor scale_C;
    private Tensor shift_C;
    private TensorOptional weight_C;
    private TensorOptional bias_C;
    private TensorOptional none;

    /** Makes rows, scale and shift. */
    @Setup
    public void prepare() {
        width = new long[] {sizes(shape)[1]};
        x_rC = random(ScalarType.Float, sizes(shape));
        scale_C = random(ScalarType.Float, width);
        shift_C = random(ScalarType.Float, width);
        weight_C = kept(() -> new TensorOptional(scale_C));
        bias_C = kept(() -> new TensorOptional(shift_C));
        none = kept(TensorOptional::new);
    }

    /** One pass. */
    @Benchmark
    public long fused() {
        return run(() -> torch.layer_norm(x_rC, width, weight_C, bias_C, EPSILON, false));
    }

    /** Three passes, as in the published code. */
    @Benchmark
    public long separate() {
        return run(() -> torch.layer_norm(x_rC, width, none, none, EPSILON, false)
                .mul(scale_C)
                .add_(shift_C));
    }
}
