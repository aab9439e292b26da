package dev.codevar.evaluation.inception;

import java.util.List;

/**
 * A tensor of float32 in a graph's file.
 *
 * @param shape its sizes as TensorFlow has them, outermost first
 * @param position byte in the file at which its numbers start, little-endian, all of them inside the file; −1 if all are
 *     {@code fill}
 * @param fill every number of it, where they are not in the file one by one
 */
record GraphConstant(List<Long> shape, long position, float fill) {

    GraphConstant {
        shape = List.copyOf(shape);
    }

    boolean filled() {
        return position < 0;
    }
}
