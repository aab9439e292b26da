package dev.codevar.measure.doctor;

import dev.codevar.measure.speed.ceiling.BestTime;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.OneDnn;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Compares kernels with their formulas and with themselves: alone, among others, on several threads. */
final class Checker {
    private static final double FLOAT32_BOUND = 1e-5;
    /** In 16 bits: a result is rounded, and probabilities are on the way. */
    private static final double ROUNDINGS = 2;
    /** Rows and weights are rounded by 1% of their length each; weights of 7 bits by 2%. */
    private static final double INT8_BOUND = 3e-2;

    private static final Duration BUDGET = Duration.ofMillis(8);

    /** Besides as many as are used. */
    private static final List<Integer> THREADS = List.of(1, 2, 3);

    private final Device device;
    private final Consumer<Message> out;

    /**
     * @param device whose kernels are checked
     * @param out hears of every check before it begins and after it
     */
    Checker(Device device, Consumer<Message> out) {
        this.device = device;
        this.out = out;
    }

    /** Says what comes next: should the process end there, this is the last that was heard. */
    void begin(String what) {
        out.accept(Message.begin(what));
    }

    /** Runs the trial and says what became of it. */
    void check(Trial trial) {
        begin("checking " + trial.what() + " in " + trial.precision().label());
        out.accept(Message.of(Scoped.inference(() -> checked(trial))));
    }

    private Checked checked(Trial trial) {
        // Kept in the kernel's own numbers: these are compared by their bits.
        Tensor all = trial.all().clone();
        double error = Scoped.value(
                () -> error(trial.part().apply(all), trial.formula().get()));
        boolean promised = EqualBits.promised(device, trial.precision());
        boolean amongOthers = trial.rows() > 1 && (promised || inTiles(trial.precision()));
        return new Checked(
                trial.what(),
                trial.precision().label(),
                trial.kernel().name(),
                trial.kernel().why(),
                Double.isFinite(error) ? error : null,
                bound(trial.precision()),
                speed(trial),
                amongOthers ? ownBits(trial, all) : null,
                promised ? threadsBits(trial, all) : null);
    }

    private static double bound(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> FLOAT32_BOUND;
            case BFLOAT16, FLOAT16 -> ROUNDINGS * precision.rounding();
            case INT8 -> INT8_BOUND;
        };
    }

    /** Of bfloat16 in tiles (AMX) nothing is promised; kernels are chosen so that a row should have its own bits. */
    private boolean inTiles(Precision precision) {
        return !device.cuda() && OneDnn.loaded() && precision == Precision.BFLOAT16 && Cpu.multipliesTiles();
    }

    private static @Nullable Double speed(Trial trial) {
        return trial.flops() == 0 ? null : trial.flops() / BestTime.secondsWarm(trial::all, BUDGET);
    }

    private static double error(Tensor got, Tensor wanted) {
        Tensor got_rn = got.to(ScalarType.Double).contiguous().view(got.size(0), -1);
        Tensor wanted_rn = wanted.contiguous().view(got.size(0), -1);
        return length(got_rn.sub(wanted_rn)).div(length(wanted_rn)).max().item_double();
    }

    private static Tensor length(Tensor x_rn) {
        return x_rn.norm(new ScalarOptional(new Scalar(2.0)), new long[] {1}, false);
    }

    private static boolean ownBits(Trial trial, Tensor all) {
        boolean same = true;
        for (long row : new TreeSet<>(List.of(0L, trial.rows() / 2, trial.rows() - 1))) {
            same &= Scoped.value(() -> trial.computation().of(row, 1).equal(all.narrow(0, row, 1)));
        }
        return same;
    }

    private static boolean threadsBits(Trial trial, Tensor all) {
        int usual = Libtorch.threads();
        boolean same = true;
        try {
            // All was computed with the usual number.
            for (int threads : THREADS) {
                if (threads == usual) {
                    continue;
                }
                Libtorch.useThreads(threads);
                same &= Scoped.value(() -> trial.all().equal(all));
            }
        } finally {
            Libtorch.useThreads(usual);
        }
        return same;
    }
}
