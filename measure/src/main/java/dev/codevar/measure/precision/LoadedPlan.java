package dev.codevar.measure.precision;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.decode.Batch;
import dev.codevar.decode.Canvas;
import dev.codevar.decode.Decoder;
import dev.codevar.decode.Observer;
import dev.codevar.decode.Plan;
import dev.codevar.decode.Segment;
import dev.codevar.decode.token.Row;
import dev.codevar.model.VarModel;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Resources;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.bytedeco.pytorch.Tensor;

/** All models of a plan in one precision, for a measurement that looks at tensors. For one thread. */
final class LoadedPlan implements AutoCloseable {
    private final Map<String, VarModel> transformers = new LinkedHashMap<>();
    private final Slab slab = new Slab();
    private final Plan plan;
    private final VqVae vae;

    /** Reads the weights. */
    LoadedPlan(ModelSet set, PlanSpec spec, Resources resources) {
        try {
            plan = new Plan(spec.parts().stream()
                    .map(part -> new Segment(transformer(part.role(), set, resources), part.range()))
                    .toList());
            vae = vae(plan.pyramid(), set, resources);
        } catch (RuntimeException | Error failed) {
            close(transformers);
            throw failed;
        }
    }

    private VarModel transformer(String role, ModelSet set, Resources resources) {
        return transformers.computeIfAbsent(role, name -> {
            try (TensorSource weights = set.openTransformer(name)) {
                return new VarModel(weights, set.transformerConfig(name), resources.transformer(name));
            }
        });
    }

    private static VqVae vae(Pyramid pyramid, ModelSet set, Resources resources) {
        VqVaeConfig config = set.vaeConfig(pyramid);
        try (TensorSource weights = set.openVae(config)) {
            return new VqVae(weights, config, resources.vae());
        }
    }

    /** {@return the model of a segment, from 0} */
    VarModel model(int segment) {
        return plan.segments().get(segment).model().get();
    }

    /** {@return the finished canvas, which the caller closes} */
    Canvas decode(List<Row> rows, Observer observer) {
        return new Decoder(vae).decode(plan, new Batch(rows, false, OptionalLong.empty()), observer, slab);
    }

    /** {@return the pictures of latents (B, E, P, P)} */
    List<Picture> pictures(Tensor f_hat_BEPP) {
        return Scoped.value(() -> Pixels.toPictures(vae.decode(f_hat_BEPP)));
    }

    private static void close(Map<String, VarModel> transformers) {
        transformers.values().forEach(VarModel::close);
    }

    @Override
    public void close() {
        close(transformers);
        vae.close();
        slab.close();
    }
}
