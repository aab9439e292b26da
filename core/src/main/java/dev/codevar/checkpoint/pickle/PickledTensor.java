package dev.codevar.checkpoint.pickle;

import java.util.List;

/**
 * A tensor as a pickle describes it: a view into a storage. Nothing is checked yet.
 *
 * @param storage the storage it looks into
 * @param offset element of the storage that is element 0
 * @param shape sizes, outermost first, each at least 0
 * @param strides elements of the storage from one index to the next, each at least 0
 */
public record PickledTensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {

    /**
     * A run of numbers that several tensors may share.
     *
     * @param type the class of storages of its number format, such as {@code torch.FloatStorage}
     * @param key its entry in the archive is {@code data/<key>}
     * @param elements how many numbers the pickle says there are
     */
    public record Storage(String type, String key, long elements) {}
}
