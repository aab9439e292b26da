package dev.codevar.memory;

import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.pyramid.Pyramid;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of the kernels that oneDNN has made. It keeps them for the whole process, so that a batch like an earlier one finds them:
 * what the earlier one took for them is no reason against it.
 */
final class KernelMemory {
    /**
     * Different ones at a scale: qkv, projection and both layers of the feed-forward network, of as many rows as there are at a time and
     * of those that are left over; the head; and one for what a model has once.
     */
    private static final long PRODUCTS_OF_A_SCALE = 10;

    /** What batches that were drawn have taken, at most. */
    private static final AtomicLong KEPT = new AtomicLong();

    private KernelMemory() {}

    /** {@return the most bytes that the kernels of products for all scales take} */
    static long bytes(Pyramid pyramid) {
        return pyramid.scales() * PRODUCTS_OF_A_SCALE * Dnnl.bytesOfAProduct();
    }

    /**
     * {@return the bytes of what is reckoned that earlier batches have taken already} Kernels may be other ones than then; what those take
     * lies in {@link MemoryLeft#RESERVE}, since oneDNN keeps no more than {@link Dnnl#MOST_KEPT}.
     */
    static long kept(MemoryNeed need) {
        return Math.min(KEPT.get(), need.kernels());
    }

    /** Counts a drawn batch's kernels as taken from now on. */
    static void keep(MemoryNeed need) {
        KEPT.accumulateAndGet(need.kernels(), Math::max);
    }
}
