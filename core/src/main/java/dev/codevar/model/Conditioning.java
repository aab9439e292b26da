package dev.codevar.model;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the classes of a batch mean to a model, computed once for all scales: the start of the sequence and, per block, the
 * adaptive norms and gains (a third of a block's weights act only here). It is kept once a class; which row has which class is an
 * index, so that rows leave by an edit of that.
 */
public final class Conditioning implements AutoCloseable {

    /** Norms and gains of one block; gains are (D, 1, C), float32. */
    record OfBlock(AdaptiveNorm attentionNorm, AdaptiveNorm ffnNorm, Tensor attentionGain_D1C, Tensor ffnGain_D1C) {}

    /** {@link OfBlock} for every row, gains (R, 1, C): looked up once, not at every scale. */
    private record OfAllRows(
            AdaptiveNorm.OfRows attentionNorm,
            AdaptiveNorm.OfRows ffnNorm,
            Tensor attentionGain_R1C,
            Tensor ffnGain_R1C) {}

    /**
     * What is looked up for the rows of the batch as they are now.
     *
     * @param class_R the place of each row's class
     * @param picture_R the place of each row's picture
     * @param owner keeps all of it
     */
    private record OfBatch(
            Tensor class_R, Tensor picture_R, List<OfAllRows> blocks, AdaptiveNorm.OfRows headNorm, Owner owner) {}

    /** {@link OfBlock} for the rows of the batch that go through the block together. */
    record OfRows(
            AdaptiveNorm.OfRows attention,
            AdaptiveNorm.OfRows ffn,
            int firstRow,
            Tensor attentionGain_r1C,
            Tensor ffnGain_r1C) {
        Tensor attentionNorm(Tensor x_rlC) {
            return attention.apply(x_rlC, firstRow);
        }

        Tensor ffnNorm(Tensor x_rlC) {
            return ffn.apply(x_rlC, firstRow);
        }
    }

    private final Compute compute;
    private final Tensor start_D1C;
    private final List<OfBlock> blocks;
    private final AdaptiveNorm headNorm;
    private final Owner owner;
    private PictureRows rows;
    private RowClasses classes;
    private OfBatch ofBatch;

    Conditioning(
            PictureRows rows,
            RowClasses classes,
            Compute compute,
            Tensor start_D1C,
            List<OfBlock> blocks,
            AdaptiveNorm headNorm,
            Owner owner) {
        this.compute = compute;
        this.start_D1C = start_D1C;
        this.blocks = blocks;
        this.headNorm = headNorm;
        this.owner = owner;
        this.rows = rows;
        this.classes = classes;
        this.ofBatch = lookedUp();
    }

    /** {@return the rows that are computed together} */
    public PictureRows rows() {
        return rows;
    }

    /**
     * Lets the rows of all other pictures go.
     *
     * @param pictures which stay, ascending
     */
    public void keep(int[] pictures) {
        classes = classes.keep(rows.rowsOf(pictures));
        rows = rows.keep(pictures);
        ofBatch.owner().close();
        ofBatch = lookedUp();
    }

    private OfBatch lookedUp() {
        Owner kept = new Owner();
        try {
            Tensor class_R = kept.own(places(classOfRow()));
            List<OfAllRows> ofBlocks = blocks.stream()
                    .map(block -> new OfAllRows(
                            block.attentionNorm().ofRows(classes, class_R, kept),
                            block.ffnNorm().ofRows(classes, class_R, kept),
                            kept.own(perRow(block.attentionGain_D1C(), class_R)),
                            kept.own(perRow(block.ffnGain_D1C(), class_R))))
                    .toList();
            return new OfBatch(
                    class_R,
                    kept.own(places(rows.pictureOfRow())),
                    ofBlocks,
                    headNorm.ofRows(classes, class_R, kept),
                    kept);
        } catch (RuntimeException | Error failed) {
            kept.close();
            throw failed;
        }
    }

    private static Tensor perRow(Tensor gain_D1C, Tensor class_R) {
        return Scoped.result(() -> gain_D1C.index_select(0, class_R));
    }

    private long[] classOfRow() {
        return classes.indexOfRow().stream().mapToLong(index -> index).toArray();
    }

    private Tensor places(long[] places) {
        return Scoped.result(() -> compute.place(Tensor.create(places, places.length), ScalarType.Long));
    }

    /** {@return per row the start of its sequence (R, 1, C), float32} */
    Tensor start_R1C() {
        return start_D1C.index_select(0, ofBatch.class_R());
    }

    /** {@return for each row what its picture has (R, l, C)} */
    Tensor ofPictures(Tensor x_BlC) {
        return rows.onePerPicture() ? x_BlC : x_BlC.index_select(0, ofBatch.picture_R());
    }

    OfRows ofRows(int block, int firstRow, int count) {
        OfAllRows ofBlock = ofBatch.blocks().get(block);
        return new OfRows(
                ofBlock.attentionNorm(),
                ofBlock.ffnNorm(),
                firstRow,
                ofBlock.attentionGain_R1C().narrow(0, firstRow, count),
                ofBlock.ffnGain_R1C().narrow(0, firstRow, count));
    }

    /**
     * The norm before the head.
     *
     * @param x_rlC float32
     * @param firstRow which row of the batch is the first of the r rows
     * @return (r, l, C), in the format of matrix products
     */
    Tensor headNorm(Tensor x_rlC, int firstRow) {
        return ofBatch.headNorm().apply(x_rlC, firstRow);
    }

    /** Frees the memory. */
    @Override
    public void close() {
        ofBatch.owner().close();
        owner.close();
    }
}
