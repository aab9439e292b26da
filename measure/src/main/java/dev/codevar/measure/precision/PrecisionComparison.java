package dev.codevar.measure.precision;

import dev.codevar.decode.Canvas;
import dev.codevar.decode.Observer;
import dev.codevar.decode.token.Row;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Two precisions at work on the same batches.
 *
 * @param exact float32
 * @param other the precision in question
 * @param pictures counts up how pictures differ
 * @param scales counts up how logits and tokens differ, a tally a scale
 * @param seeds how far from a picture's seed its counterpart's among the other seeds is
 */
record PrecisionComparison(
        LoadedPlan exact, LoadedPlan other, PictureTally pictures, List<ScaleTally> scales, long seeds) {
    private static final Observer NOBODY = new Observer() {};

    /** Draws a batch in both precisions, each way, and counts in what differs. */
    void compare(List<Row> rows) {
        Scoped.value(() -> {
            try (Recording recorded = new Recording(exact, rows)) {
                compareForced(recorded);
                compareFree(recorded, rows);
            }
            try (Canvas ofOtherSeeds = exact.decode(otherSeeds(rows), NOBODY)) {
                pictures.addOtherSeeds(exact.pictures(ofOtherSeeds.f_hat()));
            }
            return rows;
        });
    }

    private void compareForced(Recording recorded) {
        List<Row> forced = recorded.forced();
        try (Canvas canvas = other.decode(forced, new ForcedComparison(recorded, forced, scales))) {
            for (int k = 0; k < scales.size(); k++) {
                scales.get(k).addForced(recorded.ids(k), canvas.ids(k));
            }
        }
    }

    private void compareFree(Recording recorded, List<Row> rows) {
        try (Canvas canvas = other.decode(rows, NOBODY)) {
            for (int k = 0; k < scales.size(); k++) {
                scales.get(k).addFree(recorded.ids(k), canvas.ids(k));
            }
            Tensor f_hat_BEPP = recorded.f_hat();
            List<Picture> exactly = exact.pictures(f_hat_BEPP);
            pictures.add(exactly, other.pictures(canvas.f_hat()), other.pictures(f_hat_BEPP));
        }
    }

    /** {@return how each large layer by itself differs, while float32 draws these pictures} */
    List<LayerDifference> layers(List<Row> rows, PlanSpec plan) {
        return Scoped.value(() -> {
            LayerComparison layers = new LayerComparison(other, plan);
            exact.decode(rows, layers).close();
            return layers.differences();
        });
    }

    private List<Row> otherSeeds(List<Row> rows) {
        return rows.stream()
                .map(row -> new Row(
                        row.label(),
                        row.seed() + seeds,
                        row.cfg(),
                        row.temperature(),
                        row.topK(),
                        row.topP(),
                        row.edit()))
                .toList();
    }
}
