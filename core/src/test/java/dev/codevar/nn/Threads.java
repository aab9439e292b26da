package dev.codevar.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** For tests that compute the same on different numbers of threads. */
public final class Threads {
    /** As many as machines have; two processors are enough to try them. */
    public static final List<Integer> NUMBERS = List.of(1, 2, 3, 4, 6, 8, 12, 16);

    private Threads() {}

    /** Runs {@code body} with each number of threads, and leaves the number as it was. */
    public static void each(Runnable body) {
        on(NUMBERS, body);
    }

    /** Runs {@code body} with some numbers of threads, and leaves the number as it was. */
    public static void on(List<Integer> numbers, Runnable body) {
        int usual = Libtorch.threads();
        try {
            for (int threads : numbers) {
                Libtorch.useThreads(threads);
                body.run();
            }
        } finally {
            Libtorch.useThreads(usual);
        }
    }

    /** Fails where the bits of what {@code kernel} makes hang on the number of threads. */
    static void requireSameBits(String what, Supplier<Tensor> kernel) {
        Scoped.inference(() -> {
            Tensor usual = kernel.get().to(ScalarType.Float).clone();
            each(() -> assertThat(
                            Scoped.value(() -> kernel.get().to(ScalarType.Float).equal(usual)))
                    .as("%s with %d threads", what, Libtorch.threads())
                    .isTrue());
            return 0;
        });
    }
}
