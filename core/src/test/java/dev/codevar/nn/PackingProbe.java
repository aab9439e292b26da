package dev.codevar.nn;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** A process of its own that may use fewer instructions than there are: whether libtorch's oneDNN packs weights there. */
final class PackingProbe {
    private PackingProbe() {}

    /** Prints 1 or 0 for float32, and for bfloat16. */
    public static void main(String... none) {
        LibtorchOneDnn inside = LibtorchOneDnn.instance();
        for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.BFloat16}) {
            System.out.println(inside != null && inside.packs(type) ? 1 : 0);
        }
    }
}
