package dev.codevar.training.task;

import dev.codevar.tensor.Scoped;
import java.util.function.Supplier;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Computes without recording anything for gradients. What comes out may yet take part in what has some, unlike that of {@link
 * Scoped#inference}.
 */
public final class Ungraded {
    private Ungraded() {}

    /** As {@link Scoped#result}. */
    public static Tensor result(Supplier<Tensor> body) {
        return Scoped.result(() -> {
            try (NoGradGuard ungraded = new NoGradGuard()) {
                return body.get();
            }
        });
    }

    /** As {@link Scoped#value}. */
    public static <T> T value(Supplier<T> body) {
        return Scoped.value(() -> {
            try (NoGradGuard ungraded = new NoGradGuard()) {
                return body.get();
            }
        });
    }
}
