package dev.codevar.measure.speed;

import dev.codevar.measure.machine.Machine;
import dev.codevar.measure.speed.ceiling.Bound;
import dev.codevar.measure.speed.ceiling.Ceilings;
import dev.codevar.measure.speed.ceiling.Ceilings.Rates;
import dev.codevar.measure.speed.ceiling.CeilingsAround;
import dev.codevar.models.PlanSpec;
import dev.codevar.models.PlanSpec.Part;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Made-up results, in round numbers. */
public final class BenchSamples {
    static final int SCALES = 10;

    public static final Machine MACHINE = new Machine(
            "Abacus 9000",
            2,
            1,
            List.of("avx512f", "avx2"),
            16_000_000_000L,
            "Linux 6.1 amd64",
            "17.0.15",
            "2.10.0",
            "passive");

    static final CeilingsAround CEILINGS = CeilingsAround.of(
            new Ceilings(24e9, new Rates(210e9, 180e9), new Rates(0.9e12, 0.7e12), null, null),
            new Ceilings(30e9, new Rates(210e9, 160e9), new Rates(0.72e12, 0.7e12), null, null));

    private BenchSamples() {}

    /** {@return {@code d30:n,d16}, or d30 alone for n = K} */
    static PlanSpec plan(int n) {
        return n == SCALES
                ? new PlanSpec(List.of(new Part("d30", new ScaleRange(0, SCALES))))
                : new PlanSpec(
                        List.of(new Part("d30", new ScaleRange(0, n)), new Part("d16", new ScaleRange(n, SCALES))));
    }

    static Setting setting(int n, int batch) {
        return new Setting(plan(n), n, 30, batch, Precision.BFLOAT16, Device.CPU);
    }

    /** {@return a run of a drafter alone, of some depth} */
    static BenchRun alone(int depth, int batch, double seconds, long peakRssBytes, long kvBytes) {
        PlanSpec plan = new PlanSpec(List.of(new Part("d" + depth, new ScaleRange(0, SCALES))));
        Setting setting = new Setting(plan, SCALES, depth, batch, Precision.BFLOAT16, Device.CPU);
        return run(setting, seconds, peakRssBytes, kvBytes);
    }

    /** {@return a run that took so many seconds in the transformers in every repetition, and one second in the VQ-VAE} */
    public static BenchRun run(int n, int batch, double seconds, @Nullable Long peakRssBytes, long kvBytes) {
        return run(setting(n, batch), seconds, peakRssBytes, kvBytes);
    }

    private static BenchRun run(Setting setting, double seconds, @Nullable Long peakRssBytes, long kvBytes) {
        List<Double> perScale = Collections.nCopies(SCALES, seconds / SCALES);
        Bound bound = new Bound(Collections.nCopies(SCALES, seconds / SCALES / 2), 1, 1);
        MemoryUse memory = new MemoryUse(peakRssBytes, kvBytes, 5_000_000_000L);
        return BenchRun.of(setting, List.of(new Repetition(perScale, 1)), memory, bound, null);
    }

    /** {@return N = 10, 8 and 6 for batches of 1, 2, 4 and 8} */
    static BenchReport report() {
        List<BenchRun> runs = new ArrayList<>();
        for (int n : new int[] {10, 9, 8, 7, 6}) {
            for (int batch : new int[] {1, 2, 4, 8}) {
                double seconds = (0.4 + batch) * Math.pow(n / 10.0, 2.3) * 7.6;
                long cache = (long) (600e6 * batch * Math.max(0.28, Math.pow(n / 10.0, 4)));
                runs.add(run(n, batch, seconds, 5_400_000_000L + 2 * cache, cache));
            }
        }
        return new BenchReport(MACHINE, CEILINGS, runs);
    }
}
