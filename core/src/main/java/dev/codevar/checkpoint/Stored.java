package dev.codevar.checkpoint;

import java.util.List;

/**
 * Where in a file one tensor lies. Whoever makes one has checked that the whole span lies inside the file.
 *
 * @param info name, type and shape
 * @param position byte in the file at which element 0 starts; aligned to nothing
 * @param strides elements from one index to the next, at least 0, one for each size of the shape
 */
record Stored(TensorInfo info, long position, List<Long> strides) {

    Stored {
        strides = List.copyOf(strides);
    }

    /** {@return a tensor whose elements lie one after the other, the last index fastest} */
    static Stored contiguous(TensorInfo info, long position) {
        Long[] strides = new Long[info.shape().size()];
        long stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(info.shape().get(i), 1);
        }
        return new Stored(info, position, List.of(strides));
    }

    /** {@return bytes from the first element to the end of the last, gaps included; 0 for no elements} */
    long span() {
        return Math.multiplyExact(
                elementsSpanned(info.shape(), strides), info.type().byteSize());
    }

    /**
     * How many elements of a storage lie between the first and the last one used.
     *
     * @throws ArithmeticException where that exceeds 63 bits
     */
    static long elementsSpanned(List<Long> shape, List<Long> strides) {
        long last = 0;
        for (int i = 0; i < shape.size(); i++) {
            if (shape.get(i) == 0) {
                return 0;
            }
            last = Math.addExact(last, Math.multiplyExact(shape.get(i) - 1, strides.get(i)));
        }
        return Math.addExact(last, 1);
    }

    /** {@return the strides in a fresh array} */
    long[] steps() {
        return strides.stream().mapToLong(Long::longValue).toArray();
    }
}
