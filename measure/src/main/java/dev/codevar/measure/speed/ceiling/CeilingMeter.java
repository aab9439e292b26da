package dev.codevar.measure.speed.ceiling;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Weights;
import dev.codevar.measure.speed.ceiling.Ceilings.Rates;
import dev.codevar.nn.Conv2d;
import dev.codevar.nn.Linear;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Times the layers that a decode spends its time in, at their published sizes and at their best. */
final class CeilingMeter {
    /** The first layer of the feed-forward network of depth 30, the largest matrix of the 256-pixel models. */
    private static final long IN = 1920;

    private static final long OUT = 7680;
    private static final long FEW_ROWS = 2;
    /** Many times what caches hold. */
    private static final long BYTES_READ = 512_000_000;
    /** The convolutions of the VQ-VAE's decoder at half the picture's side. */
    private static final int CHANNELS = 160;

    private static final int SIDE = 128;
    private static final int SMALLEST_SIDE = 16;
    private static final int KERNEL = 3;

    private final Device device;
    private final Duration budget;
    private final int side;
    private final long bytesRead;

    /**
     * @param device what is timed
     * @param budget how long each layer is repeated; with none, small ones run once, and nothing is measured well
     */
    CeilingMeter(Device device, Duration budget) {
        Libtorch.load();
        this.device = device;
        this.budget = budget;
        side = budget.isZero() ? SMALLEST_SIDE : SIDE;
        bytesRead = budget.isZero() ? IN * OUT * Precision.FLOAT32.bytes() : BYTES_READ;
    }

    /** {@return how fast this precision computes} */
    Rates rates(Precision precision) {
        Compute compute = new Compute(device, precision);
        return Rates.of(new ProductMeter(compute, budget).rates(), convolution(compute.beside()));
    }

    /** {@return the faster of two ways to read: as a product with few rows reads its weights, and as a sum reads its terms} */
    double memoryBytesPerSecond() {
        // In float32: smaller numbers are read no faster, and malloc keeps matrices half as large after they are freed.
        Compute compute = new Compute(device, Precision.FLOAT32);
        return Math.max(readByProducts(compute), readBySum(compute));
    }

    private double convolution(Compute compute) {
        return measured(owner -> {
            Map<String, List<Long>> shapes = Map.of(
                    "weight",
                    List.of((long) CHANNELS, (long) CHANNELS, (long) KERNEL, (long) KERNEL),
                    "bias",
                    List.of((long) CHANNELS));
            Weights weights = new Weights(new RandomWeights("a convolution", shapes, 1), compute.type());
            Conv2d layer = Conv2d.same(weights, CHANNELS, CHANNELS, KERNEL, compute, owner);
            Tensor x_BChw = random(compute, 1, CHANNELS, side, side).contiguous(MemoryFormat.ChannelsLast);
            double flops = 2.0 * CHANNELS * CHANNELS * KERNEL * KERNEL * side * side;
            return flops / BestTime.seconds(() -> layer.apply(x_BChw), budget);
        });
    }

    private double readByProducts(Compute compute) {
        return measured(owner -> {
            long bytesOfLayer = compute.precision().bytes() * IN * OUT;
            Tensor weight_OI = random(compute, OUT, IN);
            // One after the other, so that each has left the caches when its turn comes again.
            List<Linear> layers = LongStream.range(0, bytesRead / bytesOfLayer)
                    .mapToObj(i -> Scoped.value(() -> linear(weight_OI.clone(), compute, owner)))
                    .toList();
            Tensor x_rI = random(compute, FEW_ROWS, IN);
            double seconds = BestTime.seconds(() -> inTurn(layers, x_rI), budget);
            return layers.size() * bytesOfLayer / seconds;
        });
    }

    private static Tensor inTurn(List<Linear> layers, Tensor x_rI) {
        Tensor last = x_rI;
        for (Linear layer : layers) {
            last = layer.apply(x_rI);
        }
        return last;
    }

    private double readBySum(Compute compute) {
        return measured(owner -> {
            Tensor terms =
                    torch.ones(new long[] {bytesRead / compute.precision().bytes()}, compute.options(compute.type()));
            return bytesRead / BestTime.seconds(terms::sum, budget);
        });
    }

    private static Linear linear(Tensor weight_OI, Compute compute, Owner owner) {
        return Linear.of(() -> weight_OI, null, compute, owner);
    }

    private static Tensor random(Compute compute, long... sizes) {
        return compute.place(torch.randn(sizes));
    }

    private interface Measurement {
        double run(Owner owner);
    }

    private static double measured(Measurement measurement) {
        return Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                return measurement.run(owner);
            }
        });
    }
}
