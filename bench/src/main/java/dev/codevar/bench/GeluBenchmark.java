package dev.codevar.bench;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Linear;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What is gained by applying GELU inside the product that it follows? The shapes are those of the first feed-forward layer of
 * d30 and d16.
 */
public class GeluBenchmark extends KernelBenchmark {
    /** Inputs and outputs. */
    @Param({"1920x7680", "1024x4096"})
    String shape = "1920x7680";

    @Param({"2", "32", "512", "2048"})
    long rows = 2;

    @Param({"FLOAT32", "BFLOAT16"})
    Precision precision = Precision.FLOAT32;

    private Tensor x_rI;
    private Linear linear;

    /** Makes the layer. */
    @Setup
    public void prepare() {
        Compute compute = new Compute(Device.CPU, precision);
        long in = sizes(shape)[0];
        long out = sizes(shape)[1];
        Weights weights = weights(compute, out, in);
        x_rI = random(compute.type(), rows, in);
        linear = Scoped.inference(() -> Linear.of(weights, in, out, compute, owner));
    }

    /** One pass over the result. */
    @Benchmark
    public long fused() {
        return run(() -> linear.applyGelu(x_rI));
    }

    /** A second pass for GELU. */
    @Benchmark
    public long separate() {
        return run(() -> torch.gelu(linear.apply(x_rI), "tanh"));
    }
}
