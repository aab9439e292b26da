package dev.codevar.checkpoint;

import java.util.List;

/**
 * A tensor as a pickle describes it: a view into a storage. Nothing is checked yet.
 *
 * @param storage the storage it looks into
 * @param offset element of the storage that is element 0
 * @param shape sizes, outermost first
 * @param strides elements of the storage from one index to the next
 */
record PickledTensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {

    /**
     * A run of numbers that several tensors may share.
     *
     * @param type its number format
     * @param key its entry in the archive is {@code data/<key>}
     * @param elements how many numbers the pickle says there are
     */
    record Storage(StoredType type, String key, long elements) {}
}
