package dev.codevar.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Memory for caches, lent to one at a time and kept between them: the operating system hands out fresh memory more slowly than
 * a model fills it. For one thread.
 */
public final class Slab implements AutoCloseable {
    private Owner owner = new Owner();
    private @Nullable Tensor memory_n;
    private @Nullable Device device;
    private long lent;

    /**
     * Lends memory, its content undefined, until {@link #giveBack}.
     *
     * @param bytes how much
     * @param on on which device
     * @return {@code bytes} bytes, as uint8
     */
    public Tensor lend(long bytes, Device on) {
        if (lent > 0) {
            throw new IllegalStateException("the memory is lent already: caches live one after the other");
        }
        Tensor kept = memory_n;
        if (kept == null || kept.numel() < bytes || !on.equals(device)) {
            close();
            Compute onDevice = new Compute(on, Precision.FLOAT32);
            kept = owner.own(torch.empty(new long[] {bytes}, onDevice.options(ScalarType.Byte), null));
            memory_n = kept;
            device = on;
        }
        Tensor loan_n = kept.narrow(0, 0, bytes);
        lent = bytes;
        return loan_n;
    }

    /** Ends the loan. */
    public void giveBack() {
        lent = 0;
    }

    /** {@return the bytes lent now} */
    public long lent() {
        return lent;
    }

    /** {@return the bytes kept on the processor, lent or not} */
    public long capacity() {
        return memory_n == null || device == null || device.cuda() ? 0 : memory_n.numel();
    }

    /** Frees the memory; what is lent next takes fresh memory. */
    @Override
    public void close() {
        owner.close();
        owner = new Owner();
        memory_n = null;
    }
}
