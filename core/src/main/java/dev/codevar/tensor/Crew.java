package dev.codevar.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute whole things, each by itself, rather than all of them one kernel after the other: where kernels take microseconds,
 * waking threads for each takes longer than the kernel. For what has the same bits for any number of threads.
 */
public final class Crew {
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** They end when there is nothing to compute for a minute, and keep no process alive. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(
                () -> {
                    Libtorch.computeAlone();
                    task.run();
                },
                "codevar-crew-" + NAMES.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private Crew() {}

    /**
     * Computes tensors.
     *
     * @param count how many
     * @param together how many at a time, at least 1; where it is 1, or nothing is inferred, the calling thread does it alone
     * @param body computes one of them, from 0 to below {@code count}, and may be called on several threads at once
     * @return all of them in order, owned by the scope around this call, if there is one
     */
    public static List<Tensor> inferred(int count, int together, IntFunction<Tensor> body) {
        int threads = Math.min(count, together);
        if (threads <= 1 || !InferenceMode.is_enabled()) {
            return IntStream.range(0, count)
                    .mapToObj(i -> Scoped.result(() -> body.apply(i)))
                    .toList();
        }
        @Nullable Tensor[] made = new @Nullable Tensor[count];
        AtomicInteger next = new AtomicInteger();
        List<CompletableFuture<Void>> working = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            working.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                            made[i] = kept(body, i);
                        }
                    },
                    THREADS));
        }
        Throwable failure = failure(working);
        List<Tensor> all = Arrays.stream(made)
                .filter(Objects::nonNull)
                .map(Scoped::handOver)
                .toList();
        if (failure instanceof RuntimeException broken) {
            throw broken;
        }
        if (failure instanceof Error broken) {
            throw broken;
        }
        return all;
    }

    private static Tensor kept(IntFunction<Tensor> body, int i) {
        return Scoped.inference(() -> {
            Tensor made = body.apply(i);
            made.retainReference();
            return made;
        });
    }

    /** {@return what went wrong, once all have ended: what they were given must live until then} */
    private static @Nullable Throwable failure(List<CompletableFuture<Void>> working) {
        Throwable failure = null;
        for (CompletableFuture<Void> one : working) {
            try {
                one.join();
            } catch (CompletionException e) {
                failure = e.getCause();
            }
        }
        return failure;
    }
}
