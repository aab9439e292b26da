package dev.codevar.nn;

import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Natives;
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
 * oneDNN as a library of its own, for what the copy inside libtorch is slower at or has no operator for. It computes on libtorch's
 * threads: both have the same OpenMP.
 */
final class Dnnl {
    /** Null where there are no natives of it: who uses this library without them gets libtorch's kernels. */
    private static final @Nullable engine PROCESSOR = load();

    private Dnnl() {}

    private static @Nullable engine load() {
        // First, so that its OpenMP is the one that is found.
        Libtorch.load();
        // Outside every other scope: it lives as long as the process.
        try (PointerScope keep = new PointerScope()) {
            Natives.load(dnnl.class);
            engine processor = new engine(engine.kind.cpu, 0);
            keep.extend();
            return processor;
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | TypeNotPresentException noNatives) {
            return null;
        }
    }

    /** {@return whether it can be used} */
    static boolean loaded() {
        return PROCESSOR != null;
    }

    /** {@return what computes} */
    static engine processor() {
        if (PROCESSOR == null) {
            throw new IllegalStateException("oneDNN is not loaded");
        }
        return PROCESSOR;
    }

    /** {@return the same numbers in the same place as {@code x}, which must be kept meanwhile; bfloat16 or float32} */
    static memory in(Tensor x) {
        return new memory(layout(x), processor(), x.data_ptr());
    }

    /** {@return how {@code x} lies in memory} */
    static memory.desc layout(Tensor x) {
        memory.data_type type =
                x.scalar_type().intern() == ScalarType.Float ? memory.data_type.f32 : memory.data_type.bf16;
        return new memory.desc(x.sizes().vec().get(), type, x.strides().vec().get());
    }

    /** Runs a kernel to its end. */
    static void run(primitive kernel, IntMemoryMap operands) {
        stream order = new stream(processor());
        kernel.execute(order, operands);
        order._wait();
    }
}
