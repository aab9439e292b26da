package dev.codevar.memory;

import dev.codevar.fault.CodeVarException;
import dev.codevar.models.PlanSpec;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.util.List;

/**
 * Decides before any weight is read how many pictures are drawn at a time: what cannot fit is drawn in smaller batches or
 * refused with the arithmetic, before the kernel has to kill something. A CUDA device's memory is its driver's affair.
 */
public final class Admission {
    /** How many pictures are drawn at a time where nobody asked, at most: larger batches are hardly faster. */
    public static final int LARGEST_CHOSEN = 64;
    /** The share of what is left that a batch nobody asked for may take: one in so many. */
    private static final int SHARE = 8;

    private final Opened opened;
    private final EngineMemory memory;
    private final PlanSpec plan;
    private final MemoryNeed.Kind kind;
    private final MemoryLeft left;

    /**
     * @param opened what draws
     * @param memory what it shares
     * @param plan by this plan
     * @param kind what else changes what a picture takes
     */
    public Admission(Opened opened, EngineMemory memory, PlanSpec plan, MemoryNeed.Kind kind) {
        this.opened = opened;
        this.memory = memory;
        this.plan = plan;
        this.kind = kind;
        this.left = new MemoryLeft(opened.resources());
    }

    /** Told if fewer pictures are drawn at a time than were asked for. */
    public interface Reduced {
        /** So many were asked for, so many are drawn, and why: one line. */
        void to(int asked, int batch, String why);
    }

    /**
     * @param asked how many at a time are asked for; 0 leaves it to the memory
     * @param count how many there are in all
     * @param pays how many at a time are worth drawing where nobody asked
     * @param reduced told if fewer pictures are drawn at a time than were asked for
     * @return how many pictures are drawn at a time
     * @throws CodeVarException if not even one fits, or if fewer than asked for would change the pictures
     */
    public int batch(int asked, int count, int pays, Reduced reduced) {
        if (asked == 0 && !kind.reference()) {
            return chosen(pays);
        }
        // In the reference mode pictures follow from the batch, which must then not hang on the memory of the moment.
        int wanted = asked == 0 ? LARGEST_CHOSEN : asked;
        int most = Math.min(wanted, count);
        MemoryNeed need = need(opened.resources());
        long available = available(need, most);
        int fitting = need.fitting(available);
        if (fitting < 1 || (kind.reference() && fitting < most)) {
            throw new CodeVarException(refusal(need, kind.reference() ? most : 1, available));
        }
        if (fitting < most) {
            String why = "a batch of " + most + " takes " + need.arithmetic(most) + ", but " + left.text(available);
            reduced.to(most, fitting, why);
            return fitting;
        }
        return asked == 0 ? most : asked;
    }

    /**
     * @param pays how many pictures at a time are worth drawing
     * @return how many pictures are drawn at a time where nobody asked: of the memory that is left a batch takes a share
     * @throws CodeVarException if not even one fits
     */
    public int chosen(int pays) {
        MemoryNeed need = need(opened.resources());
        long available = available(need, 1);
        int fitting = need.fitting(available);
        if (fitting < 1) {
            throw new CodeVarException(refusal(need, 1, available));
        }
        int share = Math.max(1, need.pictures(available / SHARE));
        return Math.min(Math.min(pays, share), fitting);
    }

    /**
     * Frees what has to go before so many pictures are drawn.
     *
     * @return what they take
     */
    public MemoryNeed makeRoom(int pictures) {
        MemoryNeed need = need(opened.resources());
        memory.makeRoom(left, need, pictures, opened, opened.models().needed(plan));
        return need;
    }

    private String refusal(MemoryNeed need, int pictures, long available) {
        String advice = "";
        Precision now = opened.resources().precision();
        boolean lowMemory = opened.resources().lowMemory();
        long needed = anew(now, lowMemory, pictures);
        long low = anew(now, true, pictures);
        if (low < needed) {
            advice = "; keeping one model at a time (--low-memory) takes " + MemoryLeft.gigabytes(low);
        }
        for (Precision coarser : coarser()) {
            long less = anew(coarser, lowMemory, pictures);
            if (less < needed) {
                advice += "; " + coarser.label() + " takes " + MemoryLeft.gigabytes(less);
            }
        }
        return "not enough memory: plan " + plan.text() + " in " + now.label() + " takes " + need.arithmetic(pictures)
                + ", but "
                + left.text(available)
                + advice;
    }

    /** {@return those that compute here too, the faster ones first: many processors have no products in bfloat16} */
    private List<Precision> coarser() {
        Resources now = opened.resources();
        boolean onCuda = now.device().cuda() || now.devices().values().stream().anyMatch(Device::cuda);
        if (onCuda || !EightBitProduct.offered()) {
            return List.of(Precision.BFLOAT16);
        }
        return Cpu.multipliesBfloat16()
                ? List.of(Precision.BFLOAT16, Precision.INT8)
                : List.of(Precision.INT8, Precision.BFLOAT16);
    }

    /** {@return the bytes that so many pictures take in a process that has read no weights yet, as one with other resources has not} */
    private long anew(Precision precision, boolean lowMemory, int pictures) {
        Resources now = opened.resources();
        Resources other = new Resources(now.device(), now.devices(), precision, lowMemory, now.maxMemory());
        try (EngineMemory empty = new EngineMemory();
                LoadedModels none = new LoadedModels(opened.set(), other, empty)) {
            return MemoryNeed.of(plan, opened.set(), none, other, kind).bytes(pictures);
        }
    }

    private MemoryNeed need(Resources under) {
        return MemoryNeed.of(plan, opened.set(), opened.models(), under, kind);
    }

    /** What is left to this process, with what it keeps and would use again, for caches, or would free, of models. */
    private long available(MemoryNeed need, int asked) {
        long available = memory.available(left, opened, opened.models().needed(plan), need);
        if (need.fitting(available) < asked) {
            // What earlier requests left in the allocator counts as taken until it is handed back.
            HostMemory.trim();
            available = memory.available(left, opened, opened.models().needed(plan), need);
        }
        return available;
    }
}
