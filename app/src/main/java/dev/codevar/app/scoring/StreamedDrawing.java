package dev.codevar.app.scoring;

import dev.codevar.CoDe;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.options.PlanOptions;
import dev.codevar.app.options.SampleRunOptions;
import dev.codevar.evaluation.Samples;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.evaluation.features.FeatureStore;
import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.score.ScoredPictures;
import dev.codevar.evaluation.warning.Origin;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.sampling.PictureText;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that are drawn to be scored at once: only their features are kept, in a folder whose name follows from all that they
 * follow from. Asked for again, what is there is gone on with.
 */
final class StreamedDrawing implements Samples {
    private final CoDe code;
    private final SampleRun run;
    private final Path folder;
    private final String name;
    private List<Maker> makers = List.of();
    private @Nullable FeatureStore store;

    /**
     * Opens the models, and draws nothing yet.
     *
     * @param set the models
     * @param models where and how finely they compute
     * @param network which sees the pictures
     * @param weights its file, or null for the one of {@code set}
     * @param plan who makes which scales
     * @param options what is drawn
     * @param parent holds the folder of features
     */
    StreamedDrawing(
            ModelSet set,
            ModelOptions models,
            FeatureNetwork network,
            @Nullable Path weights,
            PlanOptions plan,
            SampleRunOptions options,
            Path parent) {
        PlanSpec spec = plan.spec(set.description(), null);
        String model = set.description().name();
        String anywhere = models.modelAnywhere(null);
        code = CoDe.open(set, models.resources(models.device, models.precision, models.threads));
        try {
            SampleRunOptions.Kept kept =
                    SampleRunOptions.Kept.scored(new FeatureRows(network).streamed(weights), set.description());
            SampleRun asked = options.run(code, anywhere, spec, null, null, kept);
            folder = parent.resolve(
                    "codevar-" + model.replaceAll("[^A-Za-z0-9._-]+", "-") + "-" + asked.contentName() + ".features");
            OutputFiles.requireFolder(folder);
            // How many fit at a time changes with the memory that is left: what was begun stays as it was.
            run = options.run(code, anywhere, spec, RunSampler.recorded(folder).orElse(null), null, kept);
            name = "drawn by " + model + ", plan " + spec.text() + ", features in " + folder;
        } catch (RuntimeException e) {
            code.close();
            throw e;
        }
    }

    @Override
    public ScoredPictures features(FeatureNetwork network, FeaturePlaces places, EvaluationProgress progress) {
        makers = new RunSampler(code, PictureText.NONE, progress::at, new FeatureRows(network))
                .run(run, folder)
                .makers();
        // The models' memory is free for what the scores need.
        code.close();
        FeatureStore open = FeatureStore.ofRows(RunSampler.features(folder), network);
        store = open;
        return open.generated();
    }

    @Override
    public SampleRun run() {
        return run;
    }

    @Override
    public List<Origin> origins() {
        return Origin.of(run);
    }

    @Override
    public Subject subject() {
        return new Subject(name, run.total(), run.side(), run.side(), false, run, makers);
    }

    @Override
    public @Nullable PictureGrid grid(String title) {
        return null;
    }

    @Override
    public void close() {
        try (CoDe last = code;
                FeatureStore first = store) {
            store = null;
        }
    }
}
