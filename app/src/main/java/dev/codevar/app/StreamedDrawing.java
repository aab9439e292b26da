package dev.codevar.app;

import dev.codevar.CoDe;
import dev.codevar.lab.evaluate.EvaluationProgress;
import dev.codevar.lab.evaluate.FeatureNetwork;
import dev.codevar.lab.evaluate.FeatureRows;
import dev.codevar.lab.sample.PictureText;
import dev.codevar.lab.sample.SampleRun;
import dev.codevar.lab.sample.Sampler;
import dev.codevar.models.ModelSet;
import java.nio.file.Path;

/** Pictures that are drawn to be scored at once: only their features are kept, in a folder that is gone in the end. */
final class StreamedDrawing implements AutoCloseable {
    private final ModelSet set;
    private final ModelOptions models;
    private final FeatureNetwork network;
    private final EvaluationProgress progress;
    private final TemporaryFolder folder = new TemporaryFolder();

    StreamedDrawing(ModelSet set, ModelOptions models, FeatureNetwork network, EvaluationProgress progress) {
        this.set = set;
        this.models = models;
        this.network = network;
        this.progress = progress;
    }

    /** {@return the folder of the run that was drawn} */
    Path draw(PlanOptions plan, SampleRunOptions options) {
        FeatureRows rows = new FeatureRows(network);
        Path run = folder.resolve(set.description().name());
        try (CoDe code = models.open(set, models.device, models.precision, models.threads)) {
            SampleRunOptions.Kept kept = SampleRunOptions.Kept.scored(rows.streamed(), set.description());
            SampleRun asked =
                    options.run(code, set.description().name(), plan.spec(set.description(), null), null, null, kept);
            new Sampler(code, PictureText.NONE, progress::at, rows).run(asked, run);
        }
        return run;
    }

    @Override
    public void close() {
        folder.close();
    }
}
