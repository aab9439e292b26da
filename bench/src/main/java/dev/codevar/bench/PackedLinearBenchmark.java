package dev.codevar.bench;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Linear;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How much faster is a product with a packed weight than libtorch's own, for few rows (coarse scales) and many (fine ones)?
 * The shapes are those of a block of d30 (width 1920) and of d16 (1024): qkv, and both layers of the feed-forward part.
 */
public class PackedLinearBenchmark extends KernelBenchmark {
    /** Inputs and outputs. */
    @Param({"1920x5760", "1920x7680", "7680x1920", "1024x3072", "1024x4096", "4096x1024"})
    String shape = "1920x7680";

    @Param({"2", "32", "512", "2048"})
    long rows = 2;

    @Param({"FLOAT32", "BFLOAT16"})
    Precision precision = Precision.FLOAT32;

    private Tensor x_rI;
    private Linear packed;
    private Tensor plain_OI;
    private TensorOptional plain_O;

    /** Makes both layers of the same weights. */
    @Setup
    public void prepare() {
        Compute compute = new Compute(Device.CPU, precision);
        long in = sizes(shape)[0];
        long out = sizes(shape)[1];
        Weights weights = weights(compute, out, in);
        x_rI = random(compute.type(), rows, in);
        packed = Scoped.inference(() -> Linear.of(weights, in, out, compute, owner));
        plain_OI = kept(() -> weights.take("weight", out, in));
        plain_O = kept(() -> new TensorOptional(weights.take("bias", out)));
    }

    /** The layer that models are built from. */
    @Benchmark
    public long packed() {
        return run(() -> packed.apply(x_rI));
    }

    /** libtorch's product with the weight as it is stored. */
    @Benchmark
    public long plain() {
        return run(() -> torch.linear(x_rI, plain_OI, plain_O));
    }
}
