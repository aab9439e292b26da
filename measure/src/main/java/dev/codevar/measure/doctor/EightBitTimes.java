package dev.codevar.measure.doctor;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Weights;
import dev.codevar.measure.speed.ceiling.BestTime;
import dev.codevar.model.VarConfig;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Times a transformer's products in 8 bits and in the precision that is used by default, in turns: what else runs slows both. */
final class EightBitTimes {
    private static final Compute EIGHT_BITS = new Compute(Device.CPU, Precision.INT8);
    private static final Compute USUAL = new Compute(Device.CPU, Device.CPU.defaultPrecision());
    private static final long[] ROWS = {2, 72};
    private static final int TURNS = 5;
    private static final Duration BUDGET = Duration.ofMillis(5);

    private final Checker checker;
    private final List<Double> timesAsFast = new ArrayList<>();
    private Kernel kernel = new Kernel("", "");

    private EightBitTimes(Checker checker) {
        this.checker = checker;
    }

    /** {@return how fast the large products of such a transformer are in 8 bits} */
    static EightBitSpeed of(VarConfig model, Checker checker) {
        EightBitTimes times = new EightBitTimes(checker);
        ProductLayer.of(model, Precision.INT8).forEach(times::add);
        return EightBitSpeed.of(USUAL.precision().label(), times.kernel, times.timesAsFast);
    }

    private void add(ProductLayer layer) {
        checker.begin("timing " + layer + " in 8 bits");
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                UnaryOperator<Tensor> usual = computing(layer, USUAL, owner).product();
                ProductLayer.Computing eight = computing(layer, EIGHT_BITS, owner);
                kernel = eight.kernel();
                for (long rows : ROWS) {
                    Tensor x_rI = torch.randn(rows, layer.in());
                    timesAsFast.add(timesAsFast(usual, USUAL.place(x_rI), eight.product(), EIGHT_BITS.place(x_rI)));
                }
            }
            return 0;
        });
    }

    private static ProductLayer.Computing computing(ProductLayer layer, Compute compute, Owner owner) {
        try (RandomWeights random = layer.random()) {
            return layer.computing(new Weights(random, compute.type()), compute, owner);
        }
    }

    private static double timesAsFast(
            UnaryOperator<Tensor> usual, Tensor usual_rI, UnaryOperator<Tensor> eight, Tensor eight_rI) {
        double usualSeconds = Double.POSITIVE_INFINITY;
        double eightSeconds = Double.POSITIVE_INFINITY;
        for (int turn = 0; turn < TURNS; turn++) {
            usualSeconds = Math.min(usualSeconds, BestTime.secondsWarm(() -> usual.apply(usual_rI), BUDGET));
            eightSeconds = Math.min(eightSeconds, BestTime.secondsWarm(() -> eight.apply(eight_rI), BUDGET));
        }
        return usualSeconds / eightSeconds;
    }
}
