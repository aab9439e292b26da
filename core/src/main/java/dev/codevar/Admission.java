package dev.codevar;

import dev.codevar.fault.CodeVarException;
import dev.codevar.models.ModelSet;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Precision;

/**
 * Decides before any weight is read how many pictures are drawn at a time: what cannot fit is drawn in smaller batches or
 * refused with the arithmetic, before the kernel has to kill something. A CUDA device's memory is its driver's affair.
 */
final class Admission {
    /** Larger batches are hardly faster. */
    private static final int LARGEST_CHOSEN = 64;
    /** The share of what is left that a batch nobody asked for may take: one in so many. */
    private static final int SHARE = 8;

    private final Request request;
    private final ModelSet set;
    private final LoadedModels models;
    private final Resources resources;
    private final MemoryLeft left;

    Admission(Request request, ModelSet set, LoadedModels models, Resources resources) {
        this.request = request;
        this.set = set;
        this.models = models;
        this.resources = resources;
        this.left = new MemoryLeft(resources);
    }

    /**
     * @param observer told if fewer pictures are drawn at a time than were asked for
     * @return how many pictures are drawn at a time
     * @throws CodeVarException if not even one fits, or if fewer than asked for would change the pictures
     */
    int batch(GenerationObserver observer) {
        boolean reference = request.random() == RandomMode.REFERENCE;
        MemoryNeed need = need(resources);
        // In the reference mode pictures follow from the batch, which must then not hang on the memory of the moment.
        int unasked = reference ? LARGEST_CHOSEN : 1;
        int asked = Math.min(
                request.batch() == 0 ? unasked : request.batch(),
                request.items().size());
        long available = available();
        if (need.fitting(available) < asked) {
            // What earlier requests left in the allocator counts as taken until it is handed back.
            HostMemory.trim();
            available = available();
        }
        int fitting = need.fitting(available);
        if (fitting < 1 || (reference && fitting < asked)) {
            throw new CodeVarException(refusal(need, reference ? asked : 1, available));
        }
        if (request.batch() == 0 && !reference) {
            int share = Math.max(1, need.pictures(available / SHARE));
            return Math.min(Math.min(LARGEST_CHOSEN, share), fitting);
        }
        if (fitting < asked) {
            String why = "a batch of " + asked + " takes " + need.arithmetic(asked) + ", but " + left.text(available);
            observer.batchReduced(asked, fitting, why);
            return fitting;
        }
        return request.batch() == 0 ? asked : request.batch();
    }

    private String refusal(MemoryNeed need, int pictures, long available) {
        String advice = "";
        long needed = need.bytes(pictures);
        long low = need(with(resources.precision(), true)).bytes(pictures);
        if (low < needed) {
            advice = "; keeping one model at a time (--low-memory) takes " + MemoryLeft.gigabytes(low);
        }
        long half = need(with(Precision.BFLOAT16, resources.lowMemory())).bytes(pictures);
        if (half < needed) {
            advice += "; bfloat16 takes " + MemoryLeft.gigabytes(half);
        }
        return "not enough memory: plan " + request.plan().text() + " in "
                + resources.precision().label() + " takes " + need.arithmetic(pictures) + ", but "
                + left.text(available)
                + advice;
    }

    private Resources with(Precision precision, boolean lowMemory) {
        return new Resources(resources.device(), resources.devices(), precision, lowMemory, resources.maxMemory());
    }

    private MemoryNeed need(Resources under) {
        return MemoryNeed.of(request.plan(), set, models, under, MemoryNeed.Kind.of(request));
    }

    /** What is left to this process, with what it keeps and would use again, for caches, or would free, of models. */
    private long available() {
        return left.bytes(models.slab().capacity() + models.replaceable());
    }
}
