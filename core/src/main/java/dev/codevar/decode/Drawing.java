package dev.codevar.decode;

import dev.codevar.decode.token.PerPictureSampler;
import dev.codevar.decode.token.ReferenceSampler;
import dev.codevar.decode.token.Row;
import dev.codevar.decode.token.TokenSampler;
import dev.codevar.model.PictureRows;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A batch at work: the pictures that are still drawn, and what all its scales share. */
final class Drawing {
    private final VqVae vae;
    private final Batch batch;
    private final Canvas canvas;
    private final TokenSampler sampler;
    private final Observer observer;
    private final Slab slab;
    private final FiniteLogits finite;

    /**
     * @param vae gives the codes, and pictures for previews
     * @param batch the pictures as they were asked for
     * @param canvas what is drawn of them so far
     * @param observer told of every step, and asked which pictures leave
     * @param slab lends the memory of caches
     * @param finite refuses logits that are not
     */
    Drawing(VqVae vae, Batch batch, Canvas canvas, Observer observer, Slab slab, FiniteLogits finite) {
        this.vae = vae;
        this.batch = batch;
        this.canvas = canvas;
        this.observer = observer;
        this.slab = slab;
        this.finite = finite;
        Compute compute = vae.compute();
        sampler = batch.referenceSeed().isPresent()
                ? new ReferenceSampler(batch.referenceSeed().getAsLong(), compute)
                : new PerPictureSampler(compute);
    }

    Canvas canvas() {
        return canvas;
    }

    TokenSampler sampler() {
        return sampler;
    }

    Observer observer() {
        return observer;
    }

    Slab slab() {
        return slab;
    }

    FiniteLogits finite() {
        return finite;
    }

    boolean moreSmooth() {
        return batch.moreSmooth();
    }

    /** {@return whether one stream of chance serves all pictures, so that tokens must be picked for all at once} */
    boolean oneStream() {
        return batch.referenceSeed().isPresent();
    }

    /** {@return the rows that a model computes: a picture without guidance has no row of "no class"} */
    PictureRows pictureRows() {
        List<Row> rows = canvas.rows();
        boolean[] guided = new boolean[rows.size()];
        for (int i = 0; i < guided.length; i++) {
            guided[i] = rows.get(i).cfg() > 0;
        }
        return PictureRows.of(rows.stream().mapToInt(Row::label).toArray(), guided);
    }

    /**
     * Lets pictures go that nobody waits for: canvas, cache and conditioning keep the rest.
     *
     * @param session the model at work; null before one is
     * @param k the scale that comes next
     * @throws CancellationException if none is left
     */
    void letGo(@Nullable Session session, int k) {
        List<Integer> places = canvas.places();
        int[] staying = IntStream.range(0, places.size())
                .filter(i -> !observer.leaves(places.get(i)))
                .toArray();
        if (staying.length == places.size()) {
            return;
        }
        if (staying.length == 0) {
            throw new CancellationException("cancelled before scale " + k);
        }
        if (oneStream()) {
            throw new CancellationException("cancelled in part before scale " + k
                    + ": what follows from one stream of chance cannot be drawn in part");
        }
        canvas.keep(staying);
        if (session != null) {
            session.keep(staying);
        }
    }

    /** {@return the pictures at these places of the batch, as they would be if no scale followed} */
    List<Picture> preview(List<Integer> places) {
        List<Picture> pictures = new ArrayList<>();
        for (int place : places) {
            int at = canvas.at(place);
            if (at < 0) {
                throw new IllegalArgumentException("picture " + place + " has left");
            }
            pictures.addAll(Scoped.value(
                    () -> Pixels.toPictures(vae.decode(canvas.f_hat().narrow(0, at, 1)))));
        }
        return List.copyOf(pictures);
    }
}
