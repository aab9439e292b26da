package dev.codevar.tensor;

import dev.codevar.fault.CodeVarException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/** Loads the native library once, with the settings that this project needs, before anything else touches it. */
public final class Libtorch {
    /** JavaCPP loads {@code torch} before {@code torch_cpu}, and {@code torch_cuda} before all of them. */
    private static final List<String> IN_ORDER =
            List.of("gomp@.1", "c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch");

    private static boolean loaded;

    private Libtorch() {}

    /** Loads the native library if that has not happened yet. */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        // JavaCPP cannot see libtorch's memory; its limits would stall allocation and then fail.
        for (String limit : new String[] {"maxphysicalbytes", "maxbytes"}) {
            String key = "org.bytedeco.javacpp." + limit;
            if (System.getProperty(key) == null) {
                System.setProperty(key, "0");
            }
        }
        NativeFolder.choose();
        try {
            Loader.load(openblas.class);
            Natives.loadNeeded(torch.class, IN_ORDER, "torch_cuda");
            Loader.load(torch.class);
        } catch (LinkageError e) {
            String why = NativeFolder.remedy(e)
                    .or(() -> MissingNative.remedy(e))
                    .orElse(e.getMessage() + " (a build with -Pcuda needs CUDA 13 and cuDNN 9 installed)");
            throw new CodeVarException("libtorch cannot be loaded: " + why, e);
        }
        Natives.requireVersion(
                "pytorch",
                "torch_cpu",
                version -> torch.show_config().getString().contains("TORCH_VERSION=" + version + ","));
        // On CUDA libtorch rounds the factors of float32 convolutions to 10 bits (TF32) unless told not to. Here
        // float32 means float32,
        // in products and convolutions alike; the formats that are rounded on purpose do not ask for it.
        torch.globalContext().setAllowTF32CuDNN(false);
        torch.globalContext().setAllowTF32CuBLAS(false);
        // Nor are the sums of 16-bit products rounded to 16 bits on the way, which could overflow in float16.
        torch.globalContext().setAllowFP16ReductionCuBLAS(false);
        torch.globalContext().setAllowBF16ReductionCuBLAS(false);
        // Fused attention calls OpenBLAS from inside libtorch's own threads: a second pool of spinning threads made it
        // 2.4 times slower.
        openblas.blas_set_num_threads(1);
        useNoMoreThreadsThanThereAreCores();
        loaded = true;
    }

    /** Libtorch counts the machine's cores, whether this process may use them or not: Java knows of affinities and of containers' limits. */
    private static void useNoMoreThreadsThanThereAreCores() {
        int cores = Runtime.getRuntime().availableProcessors();
        boolean said = Stream.of("OMP_NUM_THREADS", "MKL_NUM_THREADS").anyMatch(System.getenv()::containsKey);
        if (!said && cores < torch.get_num_threads()) {
            torch.set_num_threads(cores);
        }
    }

    /**
     * Has CUDA's kernels add up in the same order every time: for trainings, which are to go on to the same bits.
     *
     * @param others whether kernels that cannot may be used, of which libtorch then tells on the standard error: as long as they may,
     *     fused attention's gradient is one of them, although it could
     */
    public static void repeatOnCuda(boolean others) {
        load();
        torch.globalContext().setDeterministicAlgorithms(true, others);
        torch.globalContext().setDeterministicCuDNN(true);
        // It would fill everything that is about to be overwritten.
        torch.globalContext().setDeterministicFillUninitializedMemory(false);
    }

    /**
     * @param threads how many threads libtorch may use for one computation, at least 1
     */
    public static synchronized void useThreads(int threads) {
        load();
        torch.set_num_threads(threads);
    }

    /**
     * Has the calling thread alone compute what it computes, from here on. Others go on as they did: libtorch keeps the number that was set
     * last for threads that compute for the first time, and it is set back. Who asks for {@link #threads} first does not see it meanwhile.
     *
     * @throws OutOfMemoryError where the system gives no more threads: one is needed for a moment; nothing has changed then
     */
    static synchronized void computeAlone() {
        load();
        int usual = torch.get_num_threads();
        CompletableFuture<Void> alone = new CompletableFuture<>();
        CompletableFuture<Void> setBack = CompletableFuture.runAsync(
                () -> {
                    alone.join();
                    torch.set_num_threads(usual);
                },
                task -> new Thread(task).start());
        torch.set_num_threads(1);
        alone.complete(null);
        setBack.join();
    }

    /**
     * Lets OpenBLAS use as many threads as libtorch meanwhile: products of large float32 and float64 matrices are then that much
     * faster. Not for what waits for each of many small ones: its threads wait by spinning, and on a busy machine a decomposition
     * of eigenvalues took 6 times as long.
     *
     * @param body multiplies large matrices
     * @return what it computed
     */
    public static <T> T withThreadedProducts(Supplier<T> body) {
        openblas.blas_set_num_threads(threads());
        try {
            return body.get();
        } finally {
            openblas.blas_set_num_threads(1);
        }
    }

    /** {@return the name of the newest instruction set that libtorch's own kernels use, in its own words} */
    public static String capability() {
        load();
        return torch.get_cpu_capability().getString();
    }

    /** {@return how many threads libtorch uses for one computation} */
    public static synchronized int threads() {
        load();
        return torch.get_num_threads();
    }
}
