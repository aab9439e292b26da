package dev.codevar.measure.doctor;

import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.OneDnn;
import dev.codevar.tensor.Precision;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * The native libraries that were loaded, and how they compute here.
 *
 * @param versions libtorch's, OpenBLAS's and oneDNN's, by name; "not here" for a oneDNN that has no natives
 * @param files the files that they were loaded from, by JavaCPP's names
 * @param libtorchInstructions the instruction sets that libtorch's own kernels use, in its words
 * @param oneDnnInstructions likewise oneDNN's
 * @param threads how many threads compute
 * @param cudaDevices how many CUDA devices this build can use
 * @param precision the one used where none is asked for
 * @param why why that one
 */
public record LoadedNatives(
        Map<String, String> versions,
        Map<String, String> files,
        String libtorchInstructions,
        String oneDnnInstructions,
        int threads,
        int cudaDevices,
        String precision,
        String why) {
    private static final String NOT_HERE = "not here";

    /**
     * Loads them.
     *
     * @return what was loaded
     */
    static LoadedNatives load() {
        Libtorch.load();
        boolean oneDnn = OneDnn.loaded();
        Map<String, String> versions = new TreeMap<>();
        versions.put("libtorch", version("pytorch"));
        versions.put("OpenBLAS", version("openblas"));
        versions.put("oneDNN", oneDnn ? oneDnnVersion() : NOT_HERE);
        boolean bfloat16 = Cpu.multipliesBfloat16();
        return new LoadedNatives(
                versions,
                new TreeMap<>(Loader.getLoadedLibraries()),
                Libtorch.capability(),
                oneDnn ? OneDnn.instructions() : NOT_HERE,
                Libtorch.threads(),
                torch.hasCUDA() ? (int) torch.getNumGPUs() : 0,
                Device.CPU.defaultPrecision().label(),
                bfloat16
                        ? "the processor multiplies bfloat16 by instructions of its own"
                        : "nothing here multiplies " + Precision.BFLOAT16.label()
                                + " faster: no AVX512-BF16 or AMX, or told not to use it");
    }

    private static String oneDnnVersion() {
        dnnl_version_t version = dnnl.dnnl_version();
        return version.major() + "." + version.minor() + "." + version.patch();
    }

    /** JavaCPP counts its own version behind a library's: 2.10.0-1.5.13. */
    private static String version(String library) {
        try {
            return Loader.getVersion("org.bytedeco", library).split("-", 2)[0];
        } catch (IOException noRecord) {
            return "unknown";
        }
    }
}
