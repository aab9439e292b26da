package dev.codevar.tensor;

import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.PointerConsumer;
import org.bytedeco.pytorch.global.torch;

/**
 * Has libtorch make {@link Device#STAND_IN}: a second device on every machine. Its tensors are lazy ones, which the processor computes when
 * somebody asks. They have no memory to look into, and what mixes them with the processor's own fails, as CUDA's do.
 */
public final class StandIn {
    /** {@code torch::lazy::InitTorchScriptBackend()}, for which the Java package has no method. */
    private static final String BEGINNING = "_ZN5torch4lazy22InitTorchScriptBackendEv";

    private static final boolean BEGUN = begin();

    private StandIn() {}

    /** {@return the device} On Linux alone. */
    public static Device device() {
        if (!BEGUN) {
            throw new IllegalStateException("libtorch's lazy tensors cannot be had here");
        }
        return Device.STAND_IN;
    }

    private static boolean begin() {
        Libtorch.load();
        Path natives = Path.of(Loader.load(torch.class)).resolveSibling("libtorch_cpu.so");
        Loader.loadGlobal(natives.toString());
        Pointer beginning = Loader.addressof(BEGINNING);
        if (beginning == null) {
            return false;
        }
        // As JavaCPP keeps a native function: where it is, and no object behind it. It takes no argument, and lets this
        // one lie.
        try (LongPointer function = new LongPointer(2);
                PointerConsumer call =
                        new PointerConsumer(function.put(0, beginning.address()).put(1, 0))) {
            call.call(new Pointer());
        }
        Scoped.avoidInferenceMode();
        // What is computed once is not worth making faster.
        torch.setGraphExecutorOptimize(false);
        return true;
    }
}
