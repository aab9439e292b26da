package dev.codevar.files.data;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Labelled square pictures of one size. For one thread at a time. */
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

    /** {@return the pictures as {@link #batch(int...)} gives them; where they are larger, cut out of them} */
    default Tensor batch(Crops crops, int... indexes) {
        return batch(indexes);
    }

    /** Says which pictures are asked for after the next ones, so that they can be read meanwhile. */
    default void expect(Crops crops, int... indexes) {}

    /**
     * {@return the picture that stands in the place of picture {@code index}: itself, unless it cannot be read} Asked after a
     * batch that has it, it costs nothing.
     */
    default int shown(int index) {
        return index;
    }

    /** {@return the classes of what is shown for these pictures (B), int64, in the innermost PointerScope} */
    default Tensor labels(int... indexes) {
        long[] labels = new long[indexes.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(shown(indexes[i]));
        }
        return Tensor.create(labels, labels.length);
    }

    /** {@return whether they are cut out of larger pictures, in files that may turn out to be broken} */
    default boolean cut() {
        return false;
    }

    /** {@return what changes when the pictures do; nothing where their bytes are quickly read} */
    default Optional<String> identity() {
        return Optional.empty();
    }

    /** {@return the classes' names, if they are known} */
    default Optional<List<String>> classNames() {
        return Optional.empty();
    }
}
