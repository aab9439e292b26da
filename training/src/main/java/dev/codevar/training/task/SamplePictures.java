package dev.codevar.training.task;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.decode.Batch;
import dev.codevar.decode.Canvas;
import dev.codevar.decode.Decoder;
import dev.codevar.decode.Observer;
import dev.codevar.decode.Plan;
import dev.codevar.decode.Segment;
import dev.codevar.decode.token.Row;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Draws pictures by transformers that are in training, through the decoder that draws everything. It is always the same classes
 * and seeds, so that sheets can be compared.
 *
 * @param vae decodes them; stays the caller's
 * @param pictures how many; classes take turns
 * @param cfg guidance
 */
public record SamplePictures(VqVae vae, int pictures, double cfg) {
    private static final int PICTURES = 20;
    private static final double CFG = 1.5;

    /** {@return {@value #PICTURES} of them, at the guidance that scores are published with} */
    public static SamplePictures of(VqVae vae) {
        return new SamplePictures(vae, PICTURES, CFG);
    }

    /**
     * A transformer's share in the drawing.
     *
     * @param weights its weights, read anew for every drawing
     * @param config its shape
     * @param range the scales that it makes
     */
    public record Part(TensorSource weights, VarConfig config, ScaleRange range) {}

    /** {@return the pictures, drawn by transformers that make all scales among them} */
    public List<Picture> draw(List<Part> parts) {
        return Scoped.inference(() -> {
            List<VarModel> models = new ArrayList<>();
            try (Slab slab = new Slab()) {
                List<Segment> segments = new ArrayList<>();
                for (Part part : parts) {
                    VarModel model = new VarModel(part.weights(), part.config(), vae.compute());
                    models.add(model);
                    segments.add(new Segment(model, part.range()));
                }
                Batch batch = new Batch(rows(parts.get(0).config()), false, OptionalLong.empty());
                try (Canvas canvas = new Decoder(vae).decode(new Plan(segments), batch, new Observer() {}, slab)) {
                    return Pixels.toPictures(vae.decode(canvas.f_hat()));
                }
            } finally {
                models.forEach(VarModel::close);
            }
        });
    }

    private List<Row> rows(VarConfig config) {
        int scales = config.pyramid().scales();
        List<Double> temperatures = Collections.nCopies(scales, 1.0);
        List<Integer> all = Collections.nCopies(scales, 0);
        return IntStream.range(0, pictures)
                .mapToObj(i -> new Row(i % config.classes(), i, cfg, temperatures, all, 0, null))
                .toList();
    }
}
