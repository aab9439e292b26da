package dev.codevar.tensor;

import dev.codevar.fault.CodeVarException;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN as a library of its own, newer than the copy inside libtorch: whether it is here, and which instructions it uses. Those are
 * the processor's, or fewer where {@code ONEDNN_MAX_CPU_ISA} says so, which the copy inside libtorch obeys too.
 */
public final class OneDnn {
    /** False where there are no natives of it: who uses this library without them gets libtorch's kernels. Null before the first use. */
    private static @Nullable Boolean loaded;

    private OneDnn() {}

    private static boolean load() {
        // First, so that its OpenMP is the one that is found.
        Libtorch.load();
        try {
            Natives.load(dnnl.class);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | TypeNotPresentException noNatives) {
            // Where they are there and cannot be unpacked, other kernels would compute other bits without a word.
            NativeFolder.remedy(noNatives).ifPresent(why -> {
                throw new CodeVarException("oneDNN cannot be loaded: " + why, noNatives);
            });
            return false;
        }
        dnnl_version_t version = dnnl.dnnl_version();
        // The artifact counts no patches.
        Natives.requireVersion(
                "dnnl",
                "dnnl@.3",
                it -> (version.major() + "." + version.minor() + "." + version.patch() + ".").startsWith(it + "."));
        return true;
    }

    /**
     * {@return whether it can be used} Loads it and libtorch if that has not happened yet.
     *
     * @throws CodeVarException if libtorch cannot be loaded, or another library of theirs is in the way
     */
    public static synchronized boolean loaded() {
        if (loaded == null) {
            loaded = load();
        }
        return loaded;
    }

    /** {@return whether it computes by AVX2, or by what is newer} */
    static boolean usesAvx2() {
        return uses(dnnl.dnnl_cpu_isa_avx2);
    }

    /** {@return whether it multiplies bfloat16 by instructions made for that} */
    static boolean multipliesBfloat16() {
        return uses(dnnl.dnnl_cpu_isa_avx512_core_bf16);
    }

    /** {@return whether it multiplies bfloat16 in tiles (AMX)} */
    static boolean multipliesTiles() {
        return uses(dnnl.dnnl_cpu_isa_avx512_core_amx);
    }

    /** {@return the name of the newest instruction set that it uses, in its own words} */
    public static String instructions() {
        return dnnl.get_effective_cpu_isa().toString();
    }

    /** An instruction set is a number that has every bit of those that it contains. */
    private static boolean uses(int isa) {
        return loaded() && (dnnl.dnnl_get_effective_cpu_isa() & isa) == isa;
    }
}
