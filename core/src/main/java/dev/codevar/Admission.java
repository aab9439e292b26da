package dev.codevar;

import dev.codevar.fault.CodeVarException;
import dev.codevar.models.ModelSet;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Precision;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Decides before any weight is read how many pictures are drawn at a time: what cannot fit is drawn in smaller batches or
 * refused with the arithmetic, before the kernel has to kill something. A CUDA device's memory is its driver's affair.
 */
final class Admission {
    /** Left to the heap, to fragmentation and to everybody else. */
    private static final long RESERVE = 256L << 20;
    /** Larger batches are hardly faster. */
    private static final int LARGEST_CHOSEN = 64;
    /** The share of what is left that a batch nobody asked for may take: one in so many. */
    private static final int SHARE = 8;

    private final Request request;
    private final ModelSet set;
    private final LoadedModels models;
    private final Resources resources;

    Admission(Request request, ModelSet set, LoadedModels models, Resources resources) {
        this.request = request;
        this.set = set;
        this.models = models;
        this.resources = resources;
    }

    /**
     * @param observer told if fewer pictures are drawn at a time than were asked for
     * @return how many pictures are drawn at a time
     * @throws CodeVarException if not even one fits, or if fewer than asked for would change the pictures
     */
    int batch(GenerationObserver observer) {
        boolean reference = request.random() == RandomMode.REFERENCE;
        MemoryNeed need = need(resources);
        long available = available();
        int fitting = need.fitting(available);
        int asked = Math.min(
                request.batch() == 0 ? 1 : request.batch(), request.items().size());
        if (fitting < 1 || (reference && fitting < asked)) {
            throw new CodeVarException(refusal(need, reference ? asked : 1, available));
        }
        if (request.batch() == 0) {
            long share = Math.max(1, available / SHARE / Math.max(1, need.bytes(1) - need.bytes(0)));
            return (int) Math.min(Math.min(LARGEST_CHOSEN, share), fitting);
        }
        if (fitting < asked) {
            observer.batchReduced(
                    asked,
                    fitting,
                    "a batch of " + asked + " takes " + need.arithmetic(asked) + ", but " + gigabytes(available)
                            + " are available: drawing " + fitting + " at a time");
            return fitting;
        }
        return request.batch();
    }

    private String refusal(MemoryNeed need, int pictures, long available) {
        String advice = "";
        if (!resources.lowMemory() && request.plan().parts().size() > 1) {
            long low = need(with(resources.precision(), true)).bytes(pictures);
            advice = "; keeping one model at a time (--low-memory) takes " + gigabytes(low);
        }
        if (resources.precision() == Precision.FLOAT32) {
            long half = need(with(Precision.BFLOAT16, resources.lowMemory())).bytes(pictures);
            advice += "; bfloat16 takes " + gigabytes(half);
        }
        return "not enough memory: plan " + request.plan().text() + " in "
                + resources.precision().label() + " takes " + need.arithmetic(pictures) + ", but "
                + gigabytes(available) + " are available" + advice;
    }

    private Resources with(Precision precision, boolean lowMemory) {
        return new Resources(resources.device(), resources.devices(), precision, lowMemory, resources.maxMemory());
    }

    private MemoryNeed need(Resources under) {
        boolean guided =
                request.items().stream().anyMatch(item -> item.sampling().cfg() > 0);
        return MemoryNeed.of(request.plan(), set, models, under, guided, request.random() == RandomMode.REFERENCE);
    }

    /** What is left to this process, with what it keeps for caches and would use again. */
    private long available() {
        long left = HostMemory.available();
        OptionalLong resident = HostMemory.resident();
        if (resources.maxMemory().isPresent()) {
            left = Math.min(left, resources.maxMemory().getAsLong() - resident.orElse(0));
        }
        return Math.max(0, left + models.slab().capacity() - RESERVE);
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
