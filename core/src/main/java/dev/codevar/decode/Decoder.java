package dev.codevar.decode;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.MemoryMeter;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.Quantizer;
import dev.codevar.vqvae.VqVae;
import java.util.concurrent.CancellationException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * The one decode loop: VAR, CoDe, plans of many models, inpainting and editing all run through it (CoDe, algorithm 1).
 * Immutable, and knows no request.
 */
public final class Decoder {
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
     * @param observer told of every step
     * @param meter told of the caches' bytes
     * @return the finished canvas, which the caller closes
     * @throws CancellationException if the observer said stop
     */
    public Canvas decode(Plan plan, Batch batch, Observer observer, MemoryMeter meter) {
        requireFits(plan, batch);
        Canvas canvas = new Canvas(vae.quantizer(), plan.pyramid(), batch.rows());
        try {
            Guidance guidance = new Guidance(batch.rows(), vae.compute());
            Picker picker = new Picker(batch, vae.compute());
            Drawing drawing = new Drawing(canvas, batch, guidance, picker, observer, meter);
            for (int s = 0; s < plan.segments().size(); s++) {
                observer.segmentStarted(s);
                drawSegment(drawing, s, plan.segments().get(s));
            }
            return canvas;
        } catch (RuntimeException | Error failed) {
            canvas.close();
            throw failed;
        }
    }

    /** What stays the same while a batch is drawn. */
    private record Drawing(
            Canvas canvas, Batch batch, Guidance guidance, Picker picker, Observer observer, MemoryMeter meter) {}

    /** The session, and with it the model's cache, lives exactly as long as this call. */
    private void drawSegment(Drawing drawing, int index, Segment segment) {
        int[] classes = drawing.batch().classes(segment.model().config());
        try (PointerScope ofSegment = new PointerScope();
                Session session = new Session(segment.model(), segment.range().to(), classes, drawing.meter())) {
            for (int k = segment.range().from(); k < segment.range().to(); k++) {
                if (drawing.observer().cancelled()) {
                    throw new CancellationException("cancelled before scale " + k);
                }
                int fed = session.tokensToFeed(k);
                drawScale(drawing, session, k);
                Pyramid pyramid = vae.config().pyramid();
                ScaleReport report = new ScaleReport(
                        k,
                        pyramid.scales(),
                        index,
                        fed,
                        pyramid.tokens(k),
                        drawing.meter().bytes());
                drawing.observer()
                        .scaleDone(
                                report,
                                () -> Pixels.toPictures(
                                        vae.decode(drawing.canvas().f_hat())));
            }
        }
    }

    private void drawScale(Drawing drawing, Session session, int k) {
        try (PointerScope ofScale = new PointerScope()) {
            Quantizer quantizer = vae.quantizer();
            double ratio = vae.config().pyramid().ratio(k);
            Tensor logits_BlV = drawing.guidance().apply(session.predict(drawing.canvas(), k), ratio);
            if (drawing.observer() instanceof LogitsObserver observer) {
                observer.guided(drawing.canvas(), logits_BlV);
            }
            Tensor ids_Bl = drawing.picker().pick(logits_BlV, k);
            Tensor h_BEpp = drawing.batch().moreSmooth()
                    ? quantizer.asMap(k, drawing.picker().mix(logits_BlV, k, ratio, quantizer))
                    : quantizer.lookUp(k, ids_Bl);
            drawing.canvas().draw(ids_Bl, h_BEpp);
        }
    }

    private void requireFits(Plan plan, Batch batch) {
        Pyramid pyramid = vae.config().pyramid();
        if (!plan.pyramid().equals(pyramid)) {
            throw new InvalidInputException(
                    "the plan's scales " + plan.pyramid().sides() + " are not the VQ-VAE's " + pyramid.sides());
        }
        batch.rows()
                .forEach(row -> row.requireFits(plan.segments().get(0).model().config()));
    }
}
