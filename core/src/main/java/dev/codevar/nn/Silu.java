package dev.codevar.nn;

import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Scoped;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * SiLU, x·sigmoid(x). libtorch's rounds what is left over at the end of a thread's share differently from what fills a vector, so that
 * a number's bits hang on the number of threads; oneDNN's does not.
 */
public final class Silu {
    private Silu() {}

    /** {@return SiLU of {@code x}, lying in memory as it does} */
    public static Tensor of(Tensor x) {
        return x.requires_grad() || !Dnnl.computes(x)
                ? torch.silu(x)
                : Scoped.result(() -> compute(x, torch.empty_like(x)));
    }

    /** {@return what computes SiLU of {@code x}, of which no gradient is wanted} */
    public static Kernel kernel(Tensor x) {
        return Dnnl.computes(x)
                ? new Kernel("oneDNN", "libtorch's follows the threads")
                : new Kernel(Kernel.LIBTORCH, "oneDNN does not compute this precision here");
    }

    /** {@return SiLU of {@code x}, which nobody else needs: in the same memory unless a gradient needs what SiLU was given} */
    static Tensor inPlaceOf(Tensor x) {
        if (x.requires_grad()) {
            return torch.silu(x);
        }
        return Dnnl.computes(x) ? Scoped.result(() -> compute(x, x)) : torch.silu_(x);
    }

    private static Tensor compute(Tensor x, Tensor y) {
        memory from = Dnnl.in(x);
        memory to = Dnnl.in(y);
        eltwise_forward.primitive_desc description = new eltwise_forward.primitive_desc(
                Dnnl.processor(),
                dnnl.prop_kind.forward_inference,
                dnnl.algorithm.eltwise_swish,
                from.get_desc(),
                to.get_desc(),
                1,
                0);
        Dnnl.run(
                new eltwise_forward(description),
                new IntMemoryMap().put(dnnl.DNNL_ARG_SRC, from).put(dnnl.DNNL_ARG_DST, to));
        return y;
    }
}
