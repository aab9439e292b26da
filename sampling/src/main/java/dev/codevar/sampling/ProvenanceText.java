package dev.codevar.sampling;

import dev.codevar.CoDe;
import dev.codevar.RandomMode;
import dev.codevar.report.provenance.Provenance;
import dev.codevar.sampling.run.SampleOrder;
import dev.codevar.sampling.run.SampleRun;
import java.util.List;
import java.util.Map;

/**
 * Everything that a picture of a run follows from, with which {@code generate --like} draws it again. Where a run computes is not
 * which of several devices does.
 *
 * @param code the models
 * @param run the run as it was begun
 */
public record ProvenanceText(CoDe code, SampleRun run) implements PictureText {
    @Override
    public Map<String, String> of(int position, SampleOrder.Entry entry) {
        return new Provenance(
                        run.version(),
                        run.model(),
                        Provenance.entries(code.models()),
                        run.plan(),
                        run.device(),
                        run.precision(),
                        run.threads(),
                        RandomMode.PER_PICTURE,
                        false,
                        1,
                        run.cfg(),
                        run.temperature(),
                        run.topK(),
                        run.topP(),
                        List.of(new Provenance.PictureSeed(entry.label(), entry.seed())),
                        0,
                        null,
                        null)
                .text(code, run.fingerprint());
    }
}
