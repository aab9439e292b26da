package dev.codevar.app.scoring;

import static dev.codevar.app.options.Given.first;

import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.NetworkOptions;
import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.options.PlaceOptions;
import dev.codevar.app.options.PlanOptions;
import dev.codevar.app.options.SampleRunOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.evaluation.Evaluated;
import dev.codevar.evaluation.Evaluation;
import dev.codevar.evaluation.Wanted;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.page.EvaluateReport;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.run.SampleRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Scores pictures as the options of {@code codevar evaluate} say: those that are there, or else what a model set draws at once or
 * its VQ-VAE gives back.
 *
 * @param terminal where lines go
 * @param network whose features are compared
 * @param models which models draw, and where
 * @param reconstructions whether test pictures are given back, and which
 * @param plan who draws which scales
 * @param drawing which pictures are drawn
 * @param samples the pictures that are there, or null
 * @param reference what they are compared with, or null for what the model set brings
 * @param cache where features are kept, or null for the usual place
 * @param report the page to write, or null
 */
record PictureScoring(
        Terminal terminal,
        NetworkOptions network,
        ModelOptions models,
        ReconstructionOptions reconstructions,
        PlanOptions plan,
        SampleRunOptions drawing,
        @Nullable Path samples,
        @Nullable Path reference,
        @Nullable Path cache,
        @Nullable Path report) {

    /** Fails where options do not go together. */
    void requireLegal(boolean classDistances) {
        reconstructions.requireWhole();
        if (reconstructions.asked) {
            requireReconstructions(classDistances);
        }
        if (samples != null && (plan.any() || drawing.any() || models.sayHowToDraw())) {
            throw new InvalidInputException(
                    samples + " is scored as it is: options that say what to draw, and how, go without SAMPLES");
        }
        if (samples != null && models.device != null && models.device.contains("=")) {
            throw new InvalidInputException("device '" + models.device + "' is not legal for " + samples
                    + ": no models draw, so use cpu or cuda:i");
        }
        if (samples == null && models.model == null) {
            throw new InvalidInputException("say what to score: SAMPLES, or by --model a model set that draws them");
        }
    }

    private void requireReconstructions(boolean classDistances) {
        if (samples != null) {
            throw new InvalidInputException(samples + " is scored as it is: --reconstructions goes without SAMPLES");
        }
        if (models.model == null) {
            throw new InvalidInputException("--reconstructions needs a VQ-VAE: say by --model of which model set");
        }
        if (plan.any() || drawing.sayWhat() || classDistances) {
            throw new InvalidInputException(
                    "--reconstructions draws nothing: options that say what to draw do not go with"
                            + " it, nor does --class-distances");
        }
        if (models.memory.any()) {
            throw new InvalidInputException(
                    "--reconstructions keeps the VQ-VAE and --batch pictures in memory, and no transformer: --low-memory and"
                            + " --max-memory do not go with it");
        }
    }

    /**
     * Scores them, and writes the page.
     *
     * @param classDistances whether every class is scored too
     * @return what is to be said
     */
    EvaluateReport run(Scoring scoring, boolean classDistances) {
        PlaceOptions.useThreads(models.threads);
        if (cache != null) {
            OutputFiles.requireFolder(cache);
        }
        ModelSet set = set();
        List<String> classes = set == null ? List.of() : set.description().classes();
        EvaluateReport done = evaluated(scoring, new Wanted(classDistances, report != null, classes), set);
        if (report != null) {
            EvaluatePage.write(report, Objects.requireNonNull(done.evaluated()), set);
        }
        return done;
    }

    /** {@return the models that draw, or whose network sees the samples; null where Inception sees them} */
    private @Nullable ModelSet set() {
        if (models.model == null && network.inception != null) {
            models.requireNoEntry("Inception sees SAMPLES, and no model set is read");
            return null;
        }
        String drawer = samples == null
                ? null
                : PictureSet.drawer(samples).map(SampleRun::model).orElse(null);
        String name = first(models.model, drawer, ModelOptions.DEFAULT_MODEL);
        return models.set(name);
    }

    private EvaluateReport evaluated(Scoring scoring, Wanted wanted, @Nullable ModelSet set) {
        Path compared = reference != null || set == null || network.inception != null
                ? reference
                : set.referenceFile().orElse(null);
        if (report != null && compared == null) {
            throw new InvalidInputException("--report shows a comparison: say by --reference with what");
        }
        try (FeatureNetwork seen = network.open(set, models.device);
                EvaluateProgress progress = new EvaluateProgress(terminal)) {
            Evaluation evaluation = new Evaluation(seen, scoring, new FeaturePlaces(cache), progress);
            if (samples != null || set == null) {
                return EvaluateReport.of(evaluation.run(Objects.requireNonNull(samples), compared, wanted), null);
            }
            if (reconstructions.asked) {
                try (StreamedReconstructions back =
                        new StreamedReconstructions(set, models, reconstructions, drawing.batch(), progress)) {
                    Evaluated done = evaluation.run(back.get(), compared, wanted);
                    return EvaluateReport.of(done, back.get().faithfulness());
                }
            }
            Path parent = cache == null ? Path.of("") : cache;
            try (StreamedDrawing drawn =
                    new StreamedDrawing(set, models, seen, network.inception, plan, drawing, parent)) {
                return EvaluateReport.of(evaluation.run(drawn, compared, wanted), null);
            }
        }
    }
}
