package dev.codevar.evaluation.warning;

import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.sampling.run.Preset;
import dev.codevar.sampling.run.SampleRun;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sides of comparisons, and features, for the tests of this package. */
public final class Made {
    private Made() {}

    /** {@return a run as CoDe's published scores ask for it} */
    public static SampleRun published() {
        return run("d30:8,d16", Preset.PAPER, 1000, 50, 256, "bfloat16", 7);
    }

    public static SampleRun run(
            String plan, Preset preset, int classes, int perClass, int side, String precision, long seed) {
        return new SampleRun(
                1,
                "0.1.0",
                "kernels",
                "imagenet",
                "0123456789abcdef0123456789abcdef",
                plan,
                "cpu",
                precision,
                2,
                preset.sampling().cfg(),
                preset.sampling().temperature(),
                preset.sampling().topK(),
                preset.sampling().topP(),
                IntStream.range(0, classes).boxed().toList(),
                perClass,
                seed,
                8,
                side,
                false,
                null,
                1,
                1);
    }

    public static Subject samples(@Nullable SampleRun run) {
        return new Subject("run.npz", 50_000, 256, 256, false, run);
    }

    public static Subject reference(int side) {
        return new Subject("reference.npz", 10_000, side, side, true, null);
    }

    public static FeatureArray features(int n, int d, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(1 << 20) / 1024f;
        }
        return new FeatureArray(values, d);
    }

    public static List<Origin> origins(int... labels) {
        return IntStream.range(0, labels.length)
                .mapToObj(i -> new Origin(labels[i], 1000 + i, "cpu", "float32"))
                .toList();
    }
}
