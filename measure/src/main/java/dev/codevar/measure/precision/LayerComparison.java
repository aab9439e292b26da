package dev.codevar.measure.precision;

import dev.codevar.decode.Observer;
import dev.codevar.decode.Preview;
import dev.codevar.decode.ScaleReport;
import dev.codevar.model.LargeLayer;
import dev.codevar.model.LayerWatch;
import dev.codevar.model.VarModel;
import dev.codevar.models.PlanSpec;
import dev.codevar.tensor.Scoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Watches float32 draw, and has each large layer of the other precision multiply the same rows. So every layer's error is its own,
 * whatever the layers before it would have handed it.
 */
final class LayerComparison implements Observer, LayerWatch {
    private final LoadedPlan other;
    private final PlanSpec plan;
    private final Map<Place, LayerTally> tallies = new HashMap<>();
    private int segment;
    private int scale;

    private record Place(String role, int block, LargeLayer layer) {}

    /**
     * @param other the models in the other precision
     * @param plan by which float32 draws
     */
    LayerComparison(LoadedPlan other, PlanSpec plan) {
        this.other = other;
        this.plan = plan;
    }

    @Override
    public void segmentStarted(int started) {
        segment = started;
        scale = plan.parts().get(started).range().from();
    }

    @Override
    public void scaleDone(ScaleReport report, Preview preview) {
        scale = report.scale() + 1;
    }

    @Override
    public void multiplied(int block, LargeLayer layer, Tensor x_rlI, Tensor y_rlO) {
        Place place = new Place(plan.parts().get(segment).role(), block, layer);
        VarModel model = other.model(segment);
        Scoped.value(() -> {
            Tensor other_rlO = model.multiply(block, layer, model.compute().place(x_rlI));
            tallies.computeIfAbsent(place, first -> new LayerTally())
                    .add(scale, x_rlI, y_rlO, other_rlO.to(ScalarType.Float));
            return place;
        });
    }

    /** {@return every layer that multiplied, model by model in the plan's order} */
    List<LayerDifference> differences() {
        List<String> roles = plan.parts().stream().map(PlanSpec.Part::role).toList();
        Comparator<Place> inOrder = Comparator.comparingInt((Place place) -> roles.indexOf(place.role()))
                .thenComparing(Place::block)
                .thenComparing(Place::layer);
        return tallies.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(inOrder))
                .map(entry -> difference(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static LayerDifference difference(Place place, LayerTally tally) {
        return tally.difference(place.role(), place.block(), place.layer().label());
    }
}
