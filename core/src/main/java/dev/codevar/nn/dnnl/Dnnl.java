package dev.codevar.nn.dnnl;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.OneDnn;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * What oneDNN's own library computes: for what the copy inside libtorch is slower at or has no operator for. It computes on libtorch's
 * threads: both have the same OpenMP.
 */
public final class Dnnl {
    /**
     * So many kernels are kept at most, of those that were used last. oneDNN's own limit is 1024, and a product's takes a third of a
     * megabyte: of batches of many sizes 340 MB would stay.
     */
    public static final int MOST_KEPT = 512;

    /** What oneDNN 3.11 keeps of a product in float32 or 8 bits: 315 to 355 KiB, by 200 numbers of rows. */
    private static final long BYTES_OF_A_PRODUCT = 356L << 10;

    /** Null where it is not loaded. */
    private static final @Nullable engine PROCESSOR = OneDnn.loaded() ? processorEngine() : null;

    private Dnnl() {}

    private static engine processorEngine() {
        // Outside every other scope: it lives as long as the process.
        try (PointerScope keep = new PointerScope()) {
            engine processor = new engine(engine.kind.cpu, 0);
            keep.extend();
            dnnl.set_primitive_cache_capacity(Math.min(MOST_KEPT, dnnl.get_primitive_cache_capacity()));
            return processor;
        }
    }

    /** {@return whether it can be used} */
    public static boolean loaded() {
        return PROCESSOR != null;
    }

    /** {@return the most bytes that stay of the kernel of a product, for every shape that is multiplied; 0 where it is not loaded} */
    public static long bytesOfAProduct() {
        return loaded() ? BYTES_OF_A_PRODUCT : 0;
    }

    /** {@return whether it computes on numbers of this precision by instructions, rather than not at all or by emulation} */
    public static boolean computes(Compute compute) {
        return !compute.device().cuda() && computes(compute.type());
    }

    /** {@return whether it computes on such numbers, where they are} */
    public static boolean computes(Tensor x) {
        return x.is_cpu() && computes(x.scalar_type());
    }

    private static boolean computes(ScalarType type) {
        return PROCESSOR != null
                && switch (type.intern()) {
                    case Float -> true;
                    case BFloat16 -> Cpu.multipliesBfloat16();
                    default -> false;
                };
    }

    /** {@return what computes} */
    public static engine processor() {
        if (PROCESSOR == null) {
            throw new IllegalStateException("oneDNN is not loaded");
        }
        return PROCESSOR;
    }

    /** {@return the same numbers in the same place as {@code x}, which must be kept meanwhile; of a type that {@link #type} has} */
    public static memory in(Tensor x) {
        return new memory(layout(x), processor(), x.data_ptr());
    }

    /** {@return how {@code x} lies in memory} */
    public static memory.desc layout(Tensor x) {
        return new memory.desc(
                x.sizes().vec().get(), type(x.scalar_type()), x.strides().vec().get());
    }

    /** {@return its name for float32, bfloat16, 8 bits with or without a sign, or 32 with one} */
    public static memory.data_type type(ScalarType type) {
        return switch (type.intern()) {
            case Float -> memory.data_type.f32;
            case BFloat16 -> memory.data_type.bf16;
            case Char -> memory.data_type.s8;
            case Byte -> memory.data_type.u8;
            case Int -> memory.data_type.s32;
            default -> throw new IllegalArgumentException("oneDNN is not given numbers of type " + type);
        };
    }

    /** Runs a kernel to its end. */
    public static void run(primitive kernel, IntMemoryMap operands) {
        stream order = new stream(processor());
        kernel.execute(order, operands);
        order._wait();
    }
}
