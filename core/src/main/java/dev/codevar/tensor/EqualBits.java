package dev.codevar.tensor;

/** Where a picture's bits hang neither on what is computed with it nor on the number of threads (docs/EXACTNESS.md). */
public final class EqualBits {

    private EqualBits() {}

    /**
     * {@return whether that is promised} Not on CUDA devices, of number formats that the processor does not multiply, in AMX's tiles,
     * without AVX2, and of libtorch's kernels alone.
     */
    public static boolean promised(Device device, Precision precision) {
        if (device.cuda() || !OneDnn.loaded()) {
            return false;
        }
        return switch (precision) {
            case FLOAT32, INT8 -> OneDnn.usesAvx2();
            case BFLOAT16 -> Cpu.multipliesBfloat16() && !Cpu.multipliesTiles();
            case FLOAT16 -> false;
        };
    }
}
