package dev.codevar.decode;

import dev.codevar.decode.token.Guidance;
import dev.codevar.decode.token.Picker;
import dev.codevar.decode.token.Row;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.LayerWatch;
import dev.codevar.model.VarModel;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Crew;
import dev.codevar.tensor.Slab;
import dev.codevar.vqvae.Quantizer;
import dev.codevar.vqvae.VqVae;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The one decode loop: VAR, CoDe, plans of many models, inpainting and editing all run through it (CoDe, algorithm 1).
 * Immutable, and knows no request.
 */
public final class Decoder {
    private static final int IDS = 0;
    private static final int MAPS = 1;

    private final VqVae vae;

    /**
     * @param vae gives the codes, and pictures for previews
     */
    public Decoder(VqVae vae) {
        this.vae = vae;
    }

    /**
     * Draws a batch.
     *
     * @param plan which model makes which scales
     * @param batch the pictures
     * @param observer told of every step; one that is a {@link LayerWatch} too, of what large layers make
     * @param slab lends the memory of caches
     * @return the finished canvas, which the caller closes, of the pictures that did not leave
     * @throws CancellationException if all pictures left
     */
    public Canvas decode(Plan plan, Batch batch, Observer observer, Slab slab) {
        requireFits(plan, batch);
        Canvas canvas = new Canvas(vae.quantizer(), vae.compute(), plan.pyramid(), batch.rows());
        try (FiniteLogits finite = new FiniteLogits(vae.compute().device())) {
            Drawing drawing = new Drawing(vae, batch, canvas, observer, slab, finite);
            for (int s = 0; s < plan.segments().size(); s++) {
                drawSegment(drawing, s, plan.segments().get(s));
            }
            finite.requireAll();
            return canvas;
        } catch (RuntimeException | Error failed) {
            canvas.close();
            throw failed;
        }
    }

    /** The session, and with it the model's cache, lives exactly as long as this call. */
    private void drawSegment(Drawing drawing, int index, Segment segment) {
        // No model is read for pictures that nobody waits for.
        drawing.letGo(null, segment.range().from());
        VarModel model = segment.model().get();
        drawing.observer().segmentStarted(index);
        LayerWatch watch = drawing.observer() instanceof LayerWatch watching ? watching : LayerWatch.NOBODY;
        try (PointerScope ofSegment = new PointerScope();
                Session session =
                        new Session(model, segment.range().to(), drawing.pictureRows(), drawing.slab(), watch)) {
            for (int k = segment.range().from(); k < segment.range().to(); k++) {
                drawing.letGo(session, k);
                int fed = session.tokensToFeed(k);
                drawScale(drawing, new Step(model, index, session, k));
                Pyramid pyramid = vae.config().pyramid();
                ScaleReport report = new ScaleReport(
                        k,
                        pyramid.scales(),
                        index,
                        fed,
                        pyramid.tokens(k),
                        drawing.slab().lent());
                drawing.observer().scaleDone(report, drawing::preview);
            }
        }
    }

    /** A scale that a model is asked for, and the model's place in the plan. */
    private record Step(VarModel model, int segment, Session session, int k) {}

    private void drawScale(Drawing drawing, Step step) {
        try (PointerScope ofScale = new PointerScope()) {
            Tensor x_RlC = step.session().feed(drawing.canvas(), step.k());
            int pictures = drawing.canvas().rows().size();
            int crew = crew(drawing, step.model());
            int together = picturesTogether(drawing, step.k(), crew);
            List<TensorVector> picked = Crew.inferred((pictures + together - 1) / together, crew, part -> {
                int first = part * together;
                return pick(drawing, step, x_RlC, first, Math.min(together, pictures - first));
            });
            drawing.canvas().draw(joined(picked, IDS), joined(picked, MAPS));
        }
    }

    private static Tensor joined(List<TensorVector> parts, int which) {
        return torch.cat(
                new TensorVector(parts.stream().map(part -> part.get(which)).toArray(Tensor[]::new)), 0);
    }

    /** {@return how many threads pick the tokens of pictures of their own} */
    private int crew(Drawing drawing, VarModel model) {
        boolean oneAfterTheOther =
                drawing.oneStream() || vae.compute().device().cuda() || drawing.observer() instanceof LogitsObserver;
        return oneAfterTheOther ? 1 : VarModel.crew(model.config(), model.compute());
    }

    /**
     * How many pictures' tokens are picked at once: on a processor no more than stays in its caches. PyTorch's generator
     * draws for the whole batch at once, so there it is all of them. A crew shares them out, and has as many in all.
     */
    private int picturesTogether(Drawing drawing, int k, int crew) {
        int pictures = drawing.canvas().rows().size();
        if (drawing.oneStream() || vae.compute().device().cuda()) {
            return pictures;
        }
        long logitsEach = (long) vae.config().pyramid().tokens(k) * vae.config().codes();
        return Picker.picturesTogether((pictures + crew - 1) / crew, crew * logitsEach);
    }

    /** The tokens of some pictures' scale (b, l), int64, and their codes as maps (b, E, p, p). */
    private TensorVector pick(Drawing drawing, Step step, Tensor x_RlC, int first, int count) {
        Session session = step.session();
        int k = step.k();
        List<Row> rows = drawing.canvas().rows().subList(first, first + count);
        double ratio = vae.config().pyramid().ratio(k);
        Tensor logits_blV = logits(session, x_RlC, first, count);
        int[] guided = session.rows().guided(first, count);
        // At the coarsest scale guidance is 0.
        if (guided.length > 0 && ratio > 0) {
            int firstWithoutClass = session.rows().firstWithoutClass(first);
            Tensor unconditional_glV = logits(session, x_RlC, firstWithoutClass, guided.length);
            logits_blV = new Guidance(rows, vae.compute()).apply(logits_blV, unconditional_glV, guided, ratio);
        }
        drawing.finite().require(logits_blV, step.model(), step.segment(), k, rows);
        if (drawing.observer() instanceof LogitsObserver observer) {
            observer.guided(drawing.canvas(), first, logits_blV);
        }
        Quantizer quantizer = vae.quantizer();
        Picker picker = new Picker(rows, drawing.sampler(), vae.compute());
        Tensor ids_bl = picker.pick(logits_blV, k);
        Tensor h_bEpp = drawing.moreSmooth()
                ? quantizer.asMap(k, picker.mix(logits_blV, k, ratio, quantizer))
                : quantizer.lookUp(k, ids_bl);
        return new TensorVector(ids_bl, h_bEpp);
    }

    /** Logits of some rows, on the device where tokens are picked: a model may be on another. */
    private Tensor logits(Session session, Tensor x_RlC, int firstRow, int rows) {
        return vae.compute().place(session.logits(x_RlC, firstRow, rows), ScalarType.Float);
    }

    private void requireFits(Plan plan, Batch batch) {
        Pyramid pyramid = vae.config().pyramid();
        if (!plan.pyramid().equals(pyramid)) {
            throw new InvalidInputException(
                    "the plan's scales " + plan.pyramid().sides() + " are not the VQ-VAE's " + pyramid.sides());
        }
        batch.rows().forEach(row -> row.requireFits(plan.segments().get(0).config()));
    }
}
