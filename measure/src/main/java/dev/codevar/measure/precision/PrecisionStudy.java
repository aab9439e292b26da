package dev.codevar.measure.precision;

import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.decode.token.Row;
import dev.codevar.decode.token.Sampling;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec.Part;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Resources;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Draws the same pictures in two precisions, and measures what differs. The models of both are held at once, so that only one
 * batch of logits is ever kept.
 *
 * @param set the models
 * @param exact what is compared with: float32, unless the comparison itself is tested
 * @param other the precision in question, on the same devices
 */
public record PrecisionStudy(ModelSet set, Resources exact, Resources other) {
    public PrecisionStudy {
        other.devices().keySet().forEach(set::transformerConfig);
    }

    /** Told how far it is. */
    public interface Listener {

        /**
         * A batch is compared.
         *
         * @param done how many pictures are compared
         * @param total how many there are
         */
        void compared(int done, int total);
    }

    /**
     * Compares. As many further pictures, of the seeds that follow the last one's, are drawn in float32 alone: they say how far
     * apart two sets are by chance.
     *
     * @param request the pictures, at least 2 and all sampled alike, with the batch size
     */
    public PrecisionReport run(Request request, Listener listener) {
        requireComparable(request);
        VarConfig config = set.transformerConfig(request.plan().parts().get(0).role());
        List<Row> rows = rows(request, config.pyramid().scales());
        rows.forEach(row -> row.requireFits(config));
        Libtorch.load();
        return Scoped.inference(() -> {
            try (LoadedPlan exactly = new LoadedPlan(set, request.plan(), exact);
                    LoadedPlan otherwise = new LoadedPlan(set, request.plan(), other)) {
                PrecisionComparison comparison = new PrecisionComparison(
                        exactly, otherwise, new PictureTally(), tallies(config.pyramid()), rows.size());
                for (int first = 0; first < rows.size(); first += request.batch()) {
                    int end = Math.min(first + request.batch(), rows.size());
                    comparison.compare(rows.subList(first, end));
                    listener.compared(end, rows.size());
                }
                int some = Math.min(request.batch(), rows.size());
                List<LayerDifference> layers = comparison.layers(rows.subList(0, some), request.plan());
                return report(request, config.pyramid(), comparison, layers);
            }
        });
    }

    private static void requireComparable(Request request) {
        if (request.items().size() < 2 || request.batch() < 1) {
            throw new InvalidInputException("a comparison needs at least 2 pictures and a batch of at least 1, got "
                    + request.items().size() + " and " + request.batch());
        }
        Sampling sampling = request.items().get(0).sampling();
        boolean alike = request.items().stream()
                .allMatch(item -> item.edit().isEmpty() && item.sampling().equals(sampling));
        if (!alike || request.moreSmooth() || request.random() != RandomMode.PER_PICTURE) {
            throw new InvalidInputException(
                    "pictures are compared that are drawn alike, whole, without smoothing and each by its own seed");
        }
    }

    private static List<Row> rows(Request request, int scales) {
        return request.items().stream()
                .map(item -> new Row(
                        item.label(),
                        item.seed(),
                        item.sampling().cfg(),
                        item.sampling().temperatures(scales),
                        item.sampling().topKs(scales),
                        item.sampling().topP(),
                        null))
                .toList();
    }

    private static List<ScaleTally> tallies(Pyramid pyramid) {
        return Stream.generate(ScaleTally::new).limit(pyramid.scales()).toList();
    }

    private PrecisionReport report(
            Request request, Pyramid pyramid, PrecisionComparison comparison, List<LayerDifference> layers) {
        List<ScaleDifference> scales = new ArrayList<>();
        ScaleTally all = new ScaleTally();
        for (Part part : request.plan().parts()) {
            for (int k = part.range().from(); k < part.range().to(); k++) {
                ScaleTally scale = comparison.scales().get(k);
                scales.add(new ScaleDifference(k, pyramid.side(k), part.role(), scale.difference()));
                all.merge(scale);
            }
        }
        Request.Item first = request.items().get(0);
        return new PrecisionReport(
                set.description().name(),
                request.plan().text(),
                other.precision().label(),
                other.label(),
                request.items().size(),
                first.seed(),
                first.sampling(),
                scales,
                all.difference(),
                layers,
                comparison.pictures().difference());
    }
}
