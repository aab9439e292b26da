package dev.codevar.app;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.evaluate.Evaluated;
import dev.codevar.lab.evaluate.Evaluation;
import dev.codevar.lab.evaluate.FeatureNetwork;
import dev.codevar.lab.evaluate.FeaturePlaces;
import dev.codevar.lab.evaluate.InceptionFeatures;
import dev.codevar.lab.evaluate.Wanted;
import dev.codevar.lab.score.DistanceArithmetic;
import dev.codevar.lab.score.Generated;
import dev.codevar.lab.score.NpyFeatures;
import dev.codevar.lab.score.Reference;
import dev.codevar.lab.score.Scoring;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codevar evaluate}: how near generated pictures come to real ones. */
@Command(
        name = "evaluate",
        description = {
            "Score generated pictures against a reference: FID, sFID, Inception Score, precision, recall, kernel distance"
                    + " (KID), density and coverage, as they are published.",
            "Features are computed once and kept beside the pictures. A run that was broken off goes on."
        },
        sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "SAMPLES",
            description =
                    "The generated pictures: an .npz with arr_0, the folder of a run of codevar sample, or a folder"
                            + " of PNG or JPEG files.")
    private Path samples = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FEATURES",
            description = "With --features, those of the real pictures.")
    private @Nullable Path otherFeatures;

    @Option(
            names = "--reference",
            paramLabel = "REF",
            description =
                    "What to compare with: pictures as above, an .npz with statistics (mu, sigma, mu_s, sigma_s) as"
                            + " published references have, or one with features. Without it only the Inception Score is computed.")
    private @Nullable Path reference;

    @Option(
            names = "--inception",
            paramLabel = "FILE",
            description = "The weights of the Inception network: " + InceptionFeatures.PUBLISHED + ".")
    private @Nullable Path inception;

    @Option(
            names = "--features",
            description = "SAMPLES and FEATURES are .npy files of features, of any network: float32 or float64 (n, d).")
    private boolean features;

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Where features are kept. Default: beside the pictures, in NAME.features.")
    private @Nullable Path cache;

    @Option(
            names = "--precision-recall",
            paramLabel = "ARITHMETIC",
            description =
                    "What precision and recall are computed in: float16, as published, or float32. Default: float16.")
    private String arithmetic = "float16";

    @Option(
            names = "--per-class",
            description =
                    "The Fréchet distance of every class too; needs samples of codevar sample, and a reference with"
                            + " labels.")
    private boolean perClass;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "cpu, cuda or cuda:i, for the network. Default: cpu.")
    private String device = Device.CPU.label();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with, 1 to 1024. Default: one a core.")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Scoring scoring = Scoring.published().with(arithmetic());
        if (threads != null) {
            Ranges.require("threads", threads, 1, 1024);
            Libtorch.useThreads(threads);
        }
        EvaluateReport report = features ? ofFeatures(scoring) : EvaluateReport.of(ofPictures(scoring));
        report.print(terminal.out(), json);
        return 0;
    }

    private DistanceArithmetic arithmetic() {
        return switch (arithmetic) {
            case "float16" -> DistanceArithmetic.FLOAT16_COMPATIBLE;
            case "float32" -> DistanceArithmetic.FLOAT32;
            default ->
                throw new InvalidInputException(
                        "--precision-recall " + arithmetic + " is unknown: use float16 or float32");
        };
    }

    private EvaluateReport ofFeatures(Scoring scoring) {
        if (reference != null || inception != null || cache != null || perClass) {
            throw new InvalidInputException(
                    "--features compares two .npy files: --reference, --inception, --cache and --per-class are for pictures");
        }
        if (otherFeatures == null) {
            throw new InvalidInputException("--features needs two .npy files: the samples' and the reference's");
        }
        Libtorch.load();
        Generated generated = Generated.of(NpyFeatures.read(samples));
        Reference others = Reference.of(NpyFeatures.read(otherFeatures));
        return EvaluateReport.of(Libtorch.withThreadedProducts(() -> scoring.score(generated, others)));
    }

    private Evaluated ofPictures(Scoring scoring) {
        if (otherFeatures != null) {
            throw new InvalidInputException(
                    "a second file goes with --features; pictures are compared with --reference " + otherFeatures);
        }
        if (inception == null) {
            throw new InvalidInputException("say by --inception which network's features to compare: "
                    + InceptionFeatures.PUBLISHED + "; or give --features of any other");
        }
        try (FeatureNetwork network = InceptionFeatures.open(inception, Device.of(device));
                EvaluateProgress progress = new EvaluateProgress(terminal)) {
            return new Evaluation(network, scoring, new FeaturePlaces(cache), progress)
                    .run(samples, reference, new Wanted(perClass, false));
        }
    }
}
