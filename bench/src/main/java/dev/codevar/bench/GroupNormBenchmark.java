package dev.codevar.bench;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.GroupNorm;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What do group normalisation and SiLU between two convolutions cost, and does the channels-last layout that convolutions want
 * slow them down? The shapes are {@link ConvolutionBenchmark}'s.
 */
public class GroupNormBenchmark extends KernelBenchmark {
    /** Channels and side. */
    @Param({"160x256", "320x64", "640x16"})
    String shape = "160x256";

    @Param({"FLOAT32", "BFLOAT16"})
    Precision precision = Precision.FLOAT32;

    private Tensor nchw;
    private Tensor channelsLast;
    private GroupNorm norm;

    /** Makes the layer, and one map in both layouts. */
    @Setup
    public void prepare() {
        Compute compute = new Compute(Device.CPU, precision);
        long channels = sizes(shape)[0];
        long side = sizes(shape)[1];
        Weights weights = weights(compute, channels);
        nchw = random(compute.type(), 1, channels, side, side);
        channelsLast = kept(() -> nchw.contiguous(MemoryFormat.ChannelsLast));
        norm = Scoped.inference(() -> new GroupNorm(weights, (int) channels, compute, owner));
    }

    /** As in the VQ-VAE. */
    @Benchmark
    public long channelsLast() {
        return run(() -> torch.silu_(norm.apply(channelsLast)));
    }

    /** On a map as the published code has it. */
    @Benchmark
    public long nchw() {
        return run(() -> torch.silu_(norm.apply(nchw)));
    }
}
