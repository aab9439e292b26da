package dev.codevar.measure.speed.ceiling;

import dev.codevar.tensor.Scoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** The shortest time that a computation was ever seen to take: what is longer was disturbed. */
public final class BestTime {
    /** Shorter calls are timed in groups, so that neither the clock nor waiting for a device weighs in. */
    private static final double SHORTEST = 5e-3;

    private static final double NANOSECOND = 1e-9;

    private BestTime() {}

    /**
     * @param call what to time; what it makes is freed
     * @param budget how long to repeat it, after a call that warms up; it is timed at least once
     * @return seconds a call, above 0
     */
    public static double seconds(Supplier<Tensor> call, Duration budget) {
        timed(call, 1);
        return secondsWarm(call, budget);
    }

    /** {@return the same, of what was called before} Parameters as above. */
    public static double secondsWarm(Supplier<Tensor> call, Duration budget) {
        long end = System.nanoTime() + budget.toNanos();
        double best = timed(call, 1);
        int together = (int) Math.max(1, Math.ceil(SHORTEST / best));
        while (System.nanoTime() < end) {
            best = Math.min(best, timed(call, together) / together);
        }
        return best;
    }

    private static double timed(Supplier<Tensor> call, int times) {
        long start = System.nanoTime();
        for (int i = 1; i < times; i++) {
            Scoped.value(call);
        }
        Scoped.value(() -> firstNumber(call.get()));
        return Math.max(1, System.nanoTime() - start) * NANOSECOND;
    }

    /** Reading a number waits until the device has computed it. */
    private static double firstNumber(Tensor tensor) {
        Tensor number = tensor;
        while (number.dim() > 0) {
            number = number.select(0, 0);
        }
        return number.item_double();
    }
}
