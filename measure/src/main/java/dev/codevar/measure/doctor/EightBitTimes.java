package dev.codevar.measure.doctor;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Weights;
import dev.codevar.measure.speed.ceiling.BestTime;
import dev.codevar.model.VarConfig;
import dev.codevar.nn.Linear;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Times a transformer's products in 8 bits and in the precision that is used by default, in turns: what else runs slows both. */
final class EightBitTimes {
    private static final Compute EIGHT_BITS = new Compute(Device.CPU, Precision.INT8);
    private static final Compute USUAL = new Compute(Device.CPU, Device.CPU.defaultPrecision());
    private static final long[] ROWS = {2, 72};
    private static final int TURNS = 5;
    private static final Duration BUDGET = Duration.ofMillis(5);
    private static final long SEED = 3;

    private final Checker checker;
    private final List<Double> timesAsFast = new ArrayList<>();
    private Kernel kernel = new Kernel("", "");

    private EightBitTimes(Checker checker) {
        this.checker = checker;
    }

    /** {@return how fast the large products of such a transformer are in 8 bits} */
    static EightBitSpeed of(VarConfig model, Checker checker) {
        EightBitTimes times = new EightBitTimes(checker);
        Multiplied.of(model).stream().filter(Multiplied::large).forEach(times::add);
        return EightBitSpeed.of(USUAL.precision().label(), times.kernel, times.timesAsFast);
    }

    private void add(Multiplied product) {
        checker.begin("timing " + product + " in 8 bits");
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Linear usual = linear(product, USUAL, owner);
                Linear eight = linear(product, EIGHT_BITS, owner);
                kernel = eight.kernel();
                for (long rows : ROWS) {
                    Tensor x_rI = torch.randn(rows, product.in());
                    timesAsFast.add(timesAsFast(usual, USUAL.place(x_rI), eight, EIGHT_BITS.place(x_rI)));
                }
            }
            return 0;
        });
    }

    private static Linear linear(Multiplied product, Compute compute, Owner owner) {
        long in = product.in();
        long out = product.out();
        try (RandomWeights random =
                new RandomWeights(product.layer(), Map.of("weight", List.of(out, in), "bias", List.of(out)), SEED)) {
            return Linear.of(new Weights(random, compute.type()), in, out, compute, owner);
        }
    }

    private static double timesAsFast(Linear usual, Tensor usual_rI, Linear eight, Tensor eight_rI) {
        double usualSeconds = Double.POSITIVE_INFINITY;
        double eightSeconds = Double.POSITIVE_INFINITY;
        for (int turn = 0; turn < TURNS; turn++) {
            usualSeconds = Math.min(usualSeconds, BestTime.secondsWarm(() -> usual.apply(usual_rI), BUDGET));
            eightSeconds = Math.min(eightSeconds, BestTime.secondsWarm(() -> eight.apply(eight_rI), BUDGET));
        }
        return usualSeconds / eightSeconds;
    }
}
