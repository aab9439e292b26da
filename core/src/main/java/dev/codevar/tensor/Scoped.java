package dev.codevar.tensor;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The lifetime of temporaries: native objects born inside the braces die at the closing one, except a result that is handed
 * to the scope around. Everything runs on the calling thread.
 */
public final class Scoped {

    /** Lazy tensors, see {@link Device#STAND_IN}, have no views in inference mode. */
    private static volatile boolean inferenceMode = true;

    private Scoped() {}

    /** From now on what is inferred merely records nothing for gradients: to the same numbers. */
    static void avoidInferenceMode() {
        inferenceMode = false;
    }

    /**
     * Computes a tensor and frees everything else that was made on the way.
     *
     * @param body computes the result
     * @return the result, now owned by the scope around this call, if there is one
     */
    public static Tensor result(Supplier<Tensor> body) {
        Tensor result;
        try (PointerScope temporaries = new PointerScope()) {
            result = body.get();
            result.retainReference();
        }
        return handOver(result);
    }

    /** {@return what was kept for the caller, now owned by the scope around, if there is one} */
    static <P extends Pointer> P handOver(P kept) {
        PointerScope around = PointerScope.getInnerScope();
        if (around != null) {
            around.attach(kept);
            kept.releaseReference();
        }
        return kept;
    }

    /**
     * Takes a step: as {@link #result}, and what the step began with is freed as soon as its result is there.
     *
     * @param spent made in the scope around this call, and of no further use
     * @param body computes the result from it
     * @return the result, now owned by the scope around this call, if there is one
     */
    public static Tensor next(Tensor spent, UnaryOperator<Tensor> body) {
        Tensor result = result(() -> body.apply(spent));
        PointerScope around = PointerScope.getInnerScope();
        if (around != null) {
            around.detach(spent);
        }
        return result;
    }

    /**
     * Runs {@code body} and frees every native object that it made and that nobody owns.
     *
     * @param body computes something that is not a tensor
     * @return what it computed
     */
    public static <T> T value(Supplier<T> body) {
        try (PointerScope temporaries = new PointerScope()) {
            return body.get();
        }
    }

    /**
     * As {@link #value}, without recording anything for gradients: the way in which every inference runs. The mode belongs to
     * the thread and ends with the call.
     *
     * @param body what to run
     * @return what it computed
     */
    public static <T> T inference(Supplier<T> body) {
        try (PointerScope temporaries = new PointerScope();
                Pointer mode = inferenceMode ? new InferenceMode(true) : new NoGradGuard()) {
            return body.get();
        }
    }
}
