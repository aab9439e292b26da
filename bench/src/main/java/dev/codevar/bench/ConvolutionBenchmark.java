package dev.codevar.bench;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Conv2d;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How much faster is a convolution in channels-last layout than in NCHW? The shapes are the finest, a middle and the coarsest
 * of the published VQ-VAE's decoder for a picture of 256 pixels.
 */
public class ConvolutionBenchmark extends KernelBenchmark {
    private static final int KERNEL = 3;
    private static final long[] UNIT = {1, 1};

    /** Channels and side. */
    @Param({"160x256", "320x64", "640x16"})
    String shape = "160x256";

    @Param({"FLOAT32", "BFLOAT16"})
    Precision precision = Precision.FLOAT32;

    private Tensor nchw;
    private Tensor channelsLast;
    private Conv2d convolution;
    private Tensor weight;
    private TensorOptional bias;

    /** Makes both layers of the same weights. */
    @Setup
    public void prepare() {
        Compute compute = new Compute(Device.CPU, precision);
        int channels = (int) sizes(shape)[0];
        long side = sizes(shape)[1];
        long[] sizes = {channels, channels, KERNEL, KERNEL};
        Weights weights = weights(compute, sizes);
        nchw = random(compute.type(), 1, channels, side, side);
        channelsLast = kept(() -> nchw.contiguous(MemoryFormat.ChannelsLast));
        convolution = Scoped.inference(() -> Conv2d.same(weights, channels, channels, KERNEL, compute, owner));
        weight = kept(() -> weights.take("weight", sizes));
        bias = kept(() -> new TensorOptional(weights.take("bias", channels)));
    }

    /** The layer that the VQ-VAE is built from. */
    @Benchmark
    public long channelsLast() {
        return run(() -> convolution.apply(channelsLast));
    }

    /** libtorch's convolution of tensors as they are stored. */
    @Benchmark
    public long nchw() {
        return run(() -> torch.conv2d(nchw, weight, bias, UNIT, UNIT, UNIT, 1));
    }
}
