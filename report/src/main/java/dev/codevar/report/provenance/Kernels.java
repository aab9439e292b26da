package dev.codevar.report.provenance;

import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.OneDnn;
import dev.codevar.tensor.Precision;

/** Which kernels compute here: libraries choose them by what the processor can do, and they round sums in different orders. */
public final class Kernels {
    private static final String CUDA = "cuda";

    private Kernels() {}

    /**
     * {@return what chooses the kernels, for people and to be compared: "amd64 libtorch AVX2 oneDNN avx2", or cuda} The libraries are
     * asked: they may have been told to use less than the processor has.
     *
     * @param device where models run
     */
    public static String of(String device) {
        return device.contains(CUDA)
                ? CUDA
                : System.getProperty("os.arch", "unknown") + " libtorch " + Libtorch.capability()
                        + (OneDnn.loaded() ? " oneDNN " + OneDnn.instructions() : " without oneDNN");
    }

    /**
     * {@return {@link #of(String)}, and the number of threads where pictures may hang on that}
     *
     * @param device where models run
     */
    public static String withThreads(String device, Precision precision) {
        return of(device) + (followThreads(device, precision) ? " on " + Libtorch.threads() + " threads" : "");
    }

    /**
     * {@return whether pictures may hang on the number of threads}
     *
     * @param device where models run
     */
    public static boolean followThreads(String device, Precision precision) {
        return device.contains(CUDA) || !EqualBits.promised(Device.CPU, precision);
    }
}
