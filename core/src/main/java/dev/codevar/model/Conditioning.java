package dev.codevar.model;

import dev.codevar.tensor.Owner;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What the classes of a batch mean to a model, computed once for all scales: the start of the sequence and, per block, the
 * adaptive norms and gains (a third of a block's weights act only here).
 */
public final class Conditioning implements AutoCloseable {

    /** Norms and gains of one block; gains are (R, 1, C), float32. */
    record OfBlock(AdaptiveNorm attentionNorm, AdaptiveNorm ffnNorm, Tensor attentionGain_R1C, Tensor ffnGain_R1C) {}

    private final PictureRows rows;
    private final Tensor picture_R;
    private final Tensor start_R1C;
    private final List<OfBlock> blocks;
    private final AdaptiveNorm headNorm;
    private final Owner owner;

    Conditioning(
            PictureRows rows,
            Tensor picture_R,
            Tensor start_R1C,
            List<OfBlock> blocks,
            AdaptiveNorm headNorm,
            Owner owner) {
        this.rows = rows;
        this.picture_R = picture_R;
        this.start_R1C = start_R1C;
        this.blocks = blocks;
        this.headNorm = headNorm;
        this.owner = owner;
    }

    /** {@return the rows that are computed together} */
    public PictureRows rows() {
        return rows;
    }

    /** {@return per row the picture that it belongs to, int64} */
    Tensor picture_R() {
        return picture_R;
    }

    Tensor start_R1C() {
        return start_R1C;
    }

    OfBlock block(int index) {
        return blocks.get(index);
    }

    AdaptiveNorm headNorm() {
        return headNorm;
    }

    /** Frees the memory. */
    @Override
    public void close() {
        owner.close();
    }
}
