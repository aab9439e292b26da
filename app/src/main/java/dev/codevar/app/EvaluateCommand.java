package dev.codevar.app;

import dev.codevar.lab.score.Features;
import dev.codevar.lab.score.Generated;
import dev.codevar.lab.score.NpyFeatures;
import dev.codevar.lab.score.Reference;
import dev.codevar.lab.score.Scores;
import dev.codevar.lab.score.Scoring;
import dev.codevar.tensor.Libtorch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codevar evaluate}: how near generated pictures come to real ones, by features that were computed elsewhere. */
@Command(
        name = "evaluate",
        description =
                "Score generated pictures against a reference by their features: Fréchet distance, precision, recall,"
                        + " kernel distance, density and coverage.",
        sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "SAMPLES", description = "The generated pictures' features.")
    private Path samples = Path.of("");

    @Parameters(index = "1", paramLabel = "REFERENCE", description = "The real pictures' features.")
    private Path reference = Path.of("");

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Only says what the two files are. */
    @Option(
            names = "--features",
            required = true,
            description =
                    "SAMPLES and REFERENCE are .npy files of features, of any network: float32 or float64 (n, d).")
    void features(boolean given) {}

    @Override
    public Integer call() {
        Libtorch.load();
        Features generated = NpyFeatures.read(samples);
        Scores scores = Scoring.published().score(Generated.of(generated), Reference.of(NpyFeatures.read(reference)));
        if (json) {
            terminal.out().println(Json.line(scores));
        } else {
            print(scores);
        }
        return 0;
    }

    private void print(Scores scores) {
        PrintWriter out = terminal.out();
        line(out, "Fréchet distance", scores.fid());
        line(out, "precision", scores.precision());
        line(out, "recall", scores.recall());
        line(out, "kernel distance (KID)", scores.kid());
        line(out, "density", scores.density());
        line(out, "coverage", scores.coverage());
        out.println("of " + scores.countSamples() + " samples against " + scores.countReference());
        scores.warnings().forEach(warning -> out.println("note: " + warning));
    }

    private static void line(PrintWriter out, String name, @Nullable Double value) {
        if (value != null) {
            out.println(String.format(Locale.ROOT, "%-24s %.6g", name, value));
        }
    }
}
