package dev.codevar.evaluation.inception;

/**
 * A convolution with batch norm and ReLU, as data.
 *
 * @param name what its tensors begin with, inside its block
 * @param out output channels
 * @param high the kernel's height
 * @param wide the kernel's width
 * @param stride pixels from one output to the next
 * @param padded whether zeros around the input keep its size
 */
record Unit(String name, int out, int high, int wide, int stride, boolean padded) {

    /** {@return a square kernel that keeps the size} */
    static Unit same(String name, int out, int side) {
        return same(name, out, side, side);
    }

    /** {@return a kernel that keeps the size} */
    static Unit same(String name, int out, int high, int wide) {
        return new Unit(name, out, high, wide, 1, true);
    }

    /** {@return a 3×3 kernel that takes a border of 1 away} */
    static Unit shrinking(String name, int out) {
        return new Unit(name, out, 3, 3, 1, false);
    }

    /** {@return a 3×3 kernel that halves the size} */
    static Unit halving(String name, int out) {
        return new Unit(name, out, 3, 3, 2, false);
    }
}
