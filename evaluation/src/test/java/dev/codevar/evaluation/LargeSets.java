package dev.codevar.evaluation;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureStore;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.Reference;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.FrechetInterval;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.sampling.run.FeatureLayout;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Run by hand: stores random features of as many pictures as published scores have, in Inception's layout, and scores them; says
 * how long each score takes and how much memory the process had. Arguments: a folder, samples, pictures of the reference, threads.
 */
final class LargeSets {
    private static final FeatureLayout INCEPTION = new FeatureLayout(2048, 2023, 1008);

    private LargeSets() {}

    /** Pictures of nothing. */
    private record Blank(int count) implements PictureSet {
        @Override
        public String name() {
            return count + " pictures";
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public int height() {
            return 1;
        }

        @Override
        public Tensor read(int first, int pictures) {
            return torch.zeros(pictures, 3, 1, 1).to(ScalarType.Byte);
        }

        @Override
        public String identity() {
            return name();
        }

        @Override
        public @Nullable SampleRun run() {
            return null;
        }

        @Override
        public void close() {}
    }

    /** Sees what chance says, about as large as Inception's features are. */
    private record Chance(double scale) implements FeatureNetwork {
        @Override
        public String name() {
            return "chance";
        }

        @Override
        public String fingerprint() {
            return "0".repeat(64);
        }

        @Override
        public FeatureLayout layout() {
            return INCEPTION;
        }

        @Override
        public Tensor apply(Tensor pictures_B3hw) {
            return torch.randn(pictures_B3hw.size(0), INCEPTION.numbers()).abs().mul(new Scalar(scale));
        }

        @Override
        public void close() {}
    }

    /** {@code FOLDER 50000 10000 1}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Libtorch.useThreads(Integer.parseInt(arguments[3]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (FeatureStore samples = store(Integer.parseInt(arguments[1]), 0.36, folder.resolve("samples"));
                FeatureStore reference = store(Integer.parseInt(arguments[2]), 0.35, folder.resolve("reference"))) {
            Stages stages = new Stages();
            stages.begin("statistics of the reference");
            Gaussian known = Scoring.published().means().gaussian(reference.pool());
            Scores scores = Scoring.published()
                    .score(
                            samples.generated(),
                            new Reference(reference.pool(), reference.spatial(), known, null),
                            name -> {
                                stages.begin(name);
                                out.println(name + ", so far " + peak());
                            });
            stages.begin("interval");
            Gaussian own = Scoring.published().means().gaussian(samples.pool());
            out.println(scores + " " + FrechetInterval.of(samples.pool(), own, known, 1000, 0.95, 1));
            stages.end().forEach((name, seconds) -> out.printf(Locale.ROOT, "%-30s %8.1f s%n", name, seconds));
            out.println(peak());
        }
    }

    private static FeatureStore store(int count, double scale, Path folder) {
        return FeatureStore.open(new Blank(count), new Chance(scale), folder, EvaluationProgress.NONE);
    }

    private static String peak() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "peak unknown";
        }
    }
}
