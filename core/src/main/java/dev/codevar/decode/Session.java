package dev.codevar.decode;

import dev.codevar.model.Conditioning;
import dev.codevar.model.KvCache;
import dev.codevar.model.LayerWatch;
import dev.codevar.model.PictureRows;
import dev.codevar.model.VarModel;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import org.bytedeco.pytorch.Tensor;

/** One model at work on one batch: what it has seen so far. Closing it frees its cache. */
final class Session implements AutoCloseable {
    private final VarModel model;
    private final Conditioning condition;
    private final KvCache cache;
    private final LayerWatch watch;
    private int seen;

    /**
     * @param last the scale after the last that will be predicted
     * @param rows the rows computed together
     * @param slab lends the cache's memory
     * @param watch told of what the model's large layers make
     */
    Session(VarModel model, int last, PictureRows rows, Slab slab, LayerWatch watch) {
        this.model = model;
        this.watch = watch;
        this.condition = model.condition(rows);
        int tokens = model.config().pyramid().begin(last);
        try {
            this.cache = new KvCache(model.config(), rows.count(), tokens, model.compute(), slab);
        } catch (RuntimeException | Error outOfMemory) {
            condition.close();
            throw outOfMemory;
        }
    }

    /** {@return the rows computed together} */
    PictureRows rows() {
        return condition.rows();
    }

    /**
     * Lets all other pictures go.
     *
     * @param pictures which of those that are drawn stay, ascending
     */
    void keep(int[] pictures) {
        cache.keep(condition.rows().rowsOf(pictures), model.config().pyramid().begin(seen));
        condition.keep(pictures);
    }

    /** {@return how many tokens of a picture {@link #feed} will feed for scale {@code k}} */
    int tokensToFeed(int k) {
        return model.config().pyramid().tokens(new ScaleRange(seen, k + 1));
    }

    /**
     * Feeds the model every scale up to {@code k} that it has not seen: one for the model that is drawing, the whole prefix
     * for a refiner's first step.
     *
     * @param canvas holds the inputs of all scales up to {@code k}
     * @param k the scale
     * @return what {@link #logits} needs of scale {@code k} (R, l_k, C), float32
     */
    Tensor feed(Canvas canvas, int k) {
        return Scoped.result(() -> {
            Pyramid pyramid = model.config().pyramid();
            ScaleRange range = new ScaleRange(seen, k + 1);
            Tensor x_RlC = model.embed(range, canvas::input, condition);
            model.forward(x_RlC, range, condition, cache, watch);
            seen = k + 1;
            long tokens = pyramid.tokens(k);
            return x_RlC.narrow(1, x_RlC.size(1) - tokens, tokens);
        });
    }

    /**
     * Predicts codes for some rows: logits are by far the largest of a scale's tensors, so they come piece by piece.
     *
     * @param x_RlC what {@link #feed} made
     * @param firstRow the first of the rows
     * @param rows r, how many rows
     * @return logits (r, l, V), float32
     */
    Tensor logits(Tensor x_RlC, int firstRow, int rows) {
        return model.logits(x_RlC.narrow(0, firstRow, rows), firstRow, condition);
    }

    @Override
    public void close() {
        cache.close();
        condition.close();
    }
}
