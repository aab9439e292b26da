package dev.codevar.bench;

import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times a transformer's training step and its products alone, in turns: {@code MODEL DEVICE PRECISION TIMES}, as in {@code 16x64 cuda
 * bfloat16 10}. For a borrowed machine, where JMH would start too often.
 */
public final class StepTimes {
    private static final double MILLISECONDS = 1e-6;

    private StepTimes() {}

    public static void main(String[] words) {
        int times = Integer.parseInt(words[3]);
        Device device = Device.of(words[1]);
        if (device.cuda()) {
            // As a transformer's training has it.
            Libtorch.repeatOnCuda(false);
        }
        try (VarStepBenchmark benchmark = new VarStepBenchmark()) {
            benchmark.model = words[0];
            benchmark.device = words[1];
            benchmark.precision = Precision.of(words[2]);
            benchmark.prepare();
            long[] steps = new long[times];
            long[] products = new long[times];
            // The first time of all chooses kernels and takes memory.
            for (int i = -1; i < times; i++) {
                long step = nanos(benchmark::step);
                long product = nanos(benchmark::products);
                if (i >= 0) {
                    steps[i] = step;
                    products[i] = product;
                }
                // Each as it comes: a borrowed machine may be taken away.
                System.out.printf(
                        Locale.ROOT,
                        "%s: a step %.1f ms, its products %.1f ms%n",
                        i < 0 ? "first" : "then",
                        step * MILLISECONDS,
                        product * MILLISECONDS);
            }
            double step = median(steps);
            double product = median(products);
            System.out.printf(
                    Locale.ROOT,
                    "%s on %s in %s: a step %.1f ms, its products alone %.1f ms (%.0f%%); least %.1f and %.1f, of %d%n",
                    words[0],
                    device.label(),
                    words[2],
                    step,
                    product,
                    100 * product / step,
                    steps[0] * MILLISECONDS,
                    products[0] * MILLISECONDS,
                    times);
        }
    }

    private static long nanos(Runnable work) {
        long before = System.nanoTime();
        work.run();
        return System.nanoTime() - before;
    }

    /** Puts them in order. */
    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] * MILLISECONDS;
    }
}
