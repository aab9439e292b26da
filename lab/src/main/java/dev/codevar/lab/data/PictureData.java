package dev.codevar.lab.data;

import org.bytedeco.pytorch.Tensor;

/** Labelled square pictures of one size. */
public interface PictureData {

    /** {@return how many pictures there are} */
    int count();

    /** {@return the pictures' width and height} */
    int side();

    /** {@return how many classes there are} */
    int classes();

    /** {@return the class of picture {@code index}, from 0 to below {@link #classes}} */
    int label(int index);

    /**
     * @param indexes which pictures, at least one, in any order
     * @return the pictures (B, 3, side, side) in red, green and blue of 8 bits, contiguous on the processor, in the innermost
     *     PointerScope
     */
    Tensor batch(int... indexes);

    /** {@return the classes of these pictures (B), int64, in the innermost PointerScope} */
    default Tensor labels(int... indexes) {
        long[] labels = new long[indexes.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(indexes[i]);
        }
        return Tensor.create(labels, labels.length);
    }
}
