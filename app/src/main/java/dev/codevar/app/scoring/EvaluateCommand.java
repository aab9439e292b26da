package dev.codevar.app.scoring;

import dev.codevar.app.options.ArithmeticOption;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.NetworkOptions;
import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.options.PlaceOptions;
import dev.codevar.app.options.PlanOptions;
import dev.codevar.app.options.SampleRunOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.evaluation.page.EvaluateReport;
import dev.codevar.evaluation.score.MeanDiscrepancy;
import dev.codevar.evaluation.score.Reference;
import dev.codevar.evaluation.score.ScoredPictures;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.NpyFeatures;
import dev.codevar.evaluation.warning.Warnings;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.table.Shown;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codevar evaluate}: how near generated pictures come to real ones. */
@Command(
        name = "evaluate",
        description = {
            "Score generated pictures against a reference: FID, sFID, Inception Score, precision, recall, kernel distance"
                    + " (KID), density and coverage, as they are published; or the same of what a model set's own network"
                    + " sees, which compare with each other only.",
            "Features are computed once and kept beside the pictures. A run that was broken off goes on.",
            "Without SAMPLES, pictures of the model set are drawn and scored at once: codevar evaluate --model fashion32."
                    + " Their features are kept in a folder whose name the output tells: the same command, started again,"
                    + " goes on with them.",
            "With --reconstructions, what its VQ-VAE gives back of test pictures is scored instead."
        },
        sortOptions = false)
public final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SAMPLES",
            description =
                    "The generated pictures: an .npz with arr_0 or one other array of pictures, an .npy, the folder of a run"
                            + " of codevar sample, or a folder of PNG, JPEG, BMP, GIF, WebP or TIFF files, also in folders within it.")
    private @Nullable Path samples;

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
                            + " published references have, or one with features. Default: what the model set brings; without"
                            + " any, only the score of class probabilities is computed (Inception Score), and how often"
                            + " a model set's own network sees the class asked for.")
    private @Nullable Path reference;

    @Mixin
    private final NetworkOptions network = new NetworkOptions();

    @Option(
            names = "--features",
            description =
                    "SAMPLES and FEATURES are files of features, of any network (of DINOv2 the Fréchet distance is FD-DINOv2, of CLIP"
                            + " the discrepancy is CMMD): .npy, or .npz of one array, of float16, float32 or float64 (n, d).")
    private boolean features;

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description =
                    "Where features are kept. Default: beside the pictures, in NAME.features; of pictures that are drawn"
                            + " at once, the current folder.")
    private @Nullable Path cache;

    @Mixin
    private final ArithmeticOption arithmetic = new ArithmeticOption();

    @Option(
            names = "--class-distances",
            description =
                    "The Fréchet distance of every class too. The samples are of codevar sample, or lie in a folder for each"
                            + " class, called as the model set's class is (--model); the reference too, or has labels.")
    private boolean classDistances;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write all of it, with pictures, as one HTML page; what is there is replaced.")
    private @Nullable Path report;

    @Mixin
    private final ReconstructionOptions reconstructions = new ReconstructionOptions();

    @Mixin
    private final PlanOptions plan = new PlanOptions();

    @Mixin
    private final SampleRunOptions drawing = new SampleRunOptions();

    @Mixin
    private final ModelOptions models = new ModelOptions();

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    public EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Scoring scoring = Scoring.published().with(arithmetic.get());
        if (report != null) {
            OutputFiles.requireWritable(report);
        }
        EvaluateReport done = features ? ofFeatures(scoring) : ofPictures(scoring);
        done.print(terminal.out(), json);
        if (report != null && !json) {
            terminal.out().println("wrote " + Shown.plain(report.toString()));
        }
        return 0;
    }

    private EvaluateReport ofFeatures(Scoring scoring) {
        boolean ofPictures = reference != null
                || network.inception != null
                || cache != null
                || report != null
                || models.model != null
                || models.device != null
                || models.sayHowToDraw()
                || classDistances
                || reconstructions.any()
                || plan.any()
                || drawing.any();
        if (ofPictures) {
            throw new InvalidInputException(
                    "--features compares two files of features; of the other options only --precision-recall,"
                            + " --threads and --json go with it");
        }
        models.requireNoEntry("--features reads two files of features");
        if (samples == null || otherFeatures == null) {
            throw new InvalidInputException("--features needs two files: the samples' and the reference's");
        }
        PlaceOptions.useThreads(models.threads);
        Libtorch.load();
        Features drawn = NpyFeatures.read(samples, terminal::note);
        Features real = NpyFeatures.read(otherFeatures, terminal::note);
        try (EvaluateProgress progress = new EvaluateProgress(terminal)) {
            Scores scores = scoring.score(ScoredPictures.of(drawn), Reference.of(real), progress::scoring);
            progress.scoring("discrepancy");
            double discrepancy = MeanDiscrepancy.between(drawn, real);
            progress.scoring("warnings");
            List<String> notes = new ArrayList<>(Warnings.ofFeatures(drawn, real));
            notes.addAll(scores.warnings());
            return EvaluateReport.of(scores.with(notes), discrepancy);
        }
    }

    private EvaluateReport ofPictures(Scoring scoring) {
        if (otherFeatures != null) {
            throw new InvalidInputException(
                    "a second file goes with --features; pictures are compared with --reference " + otherFeatures);
        }
        PictureScoring pictures = new PictureScoring(
                terminal, network, models, reconstructions, plan, drawing, samples, reference, cache, report);
        pictures.requireLegal(classDistances);
        return pictures.run(scoring, classDistances);
    }
}
