package dev.codevar.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute whole things, each by itself, rather than all of them one kernel after the other: where kernels take microseconds,
 * waking threads for each takes longer than the kernel. What depends on the number of threads comes out as with one.
 */
public final class Crew {
    /** What the names of all its threads begin with. */
    public static final String THREAD = "codevar-crew-";

    private static final AtomicInteger NAMES = new AtomicInteger();

    /** They stay, since each changes for a moment what all of libtorch shares, and keep no process alive. */
    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, Long.MAX_VALUE, TimeUnit.NANOSECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, THREAD + NAMES.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    /** Whether a thread computes by itself: it does from the first time that it is asked. */
    private static final ThreadLocal<Boolean> ALONE = ThreadLocal.withInitial(() -> {
        Libtorch.computeAlone();
        return true;
    });

    /** Stands for no thing in particular, before all of them. */
    private static final int NONE = -1;

    private Crew() {}

    /**
     * Computes tensors, or vectors of them.
     *
     * @param count how many
     * @param together how many at a time, at least 1
     * @param body computes one of them, from 0 to below {@code count}, and may be called on several threads at once
     * @return all of them in order, owned by the scope around this call, if there is one
     */
    public static <P extends Pointer> List<P> inferred(int count, int together, IntFunction<P> body) {
        List<@Nullable P> made = new ArrayList<>(Collections.nCopies(count, null));
        try {
            infer(count, together, i -> made.set(i, kept(body, i)));
        } catch (RuntimeException | Error failure) {
            made.stream().filter(Objects::nonNull).forEach(Pointer::releaseReference);
            throw failure;
        }
        return made.stream().map(Objects::requireNonNull).map(Scoped::handOver).toList();
    }

    private static <P extends Pointer> P kept(IntFunction<P> body, int i) {
        try (PointerScope temporaries = new PointerScope()) {
            P made = body.apply(i);
            made.retainReference();
            return made;
        }
    }

    /**
     * Has several things computed.
     *
     * @param count how many
     * @param together how many at a time, at least 1; where it is 1, or gradients may be wanted, the calling thread does them one by one
     * @param body does one of them, from 0 to below {@code count}, and may be called on several threads at once; after a failure none is
     *     begun, and what the first of those that failed threw is thrown once all have ended
     */
    public static void infer(int count, int together, IntConsumer body) {
        int threads = Math.min(count, together);
        if (threads <= 1 || !InferenceMode.is_enabled()) {
            IntStream.range(0, count).forEach(body);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        SortedMap<Integer, Throwable> failures = new ConcurrentSkipListMap<>();
        Runnable work = () -> {
            // What has been taken is done: so the first of all that fail is among those that failed.
            for (int i = taken(next, failures, count); i < count; i = taken(next, failures, count)) {
                int one = i;
                try {
                    Scoped.inference(() -> {
                        body.accept(one);
                        return one;
                    });
                } catch (RuntimeException | Error failure) {
                    failures.put(i, failure);
                }
            }
        };
        await(started(threads, work, failures), work);
        if (!failures.isEmpty()) {
            rethrow(failures.get(failures.firstKey()));
        }
    }

    /** As many of a crew as there can be: where a system gives no more threads, fewer do it. */
    private static List<CompletableFuture<Void>> started(
            int threads, Runnable work, SortedMap<Integer, Throwable> failures) {
        List<CompletableFuture<Void>> working = new ArrayList<>();
        Runnable alone = () -> {
            try {
                if (alone()) {
                    work.run();
                }
            } catch (RuntimeException | Error failure) {
                failures.put(NONE, failure);
            }
        };
        try {
            while (working.size() < threads) {
                working.add(CompletableFuture.runAsync(alone, THREADS));
            }
        } catch (OutOfMemoryError noMoreThreads) {
            // The work of all is done by those there are.
        }
        return working;
    }

    private static boolean alone() {
        try {
            return ALONE.get();
        } catch (OutOfMemoryError noMoreThreads) {
            // To compute by itself a thread needs another for a moment.
            return false;
        }
    }

    /** What they were given must live until all have ended; what nobody took, the caller does. */
    private static void await(List<CompletableFuture<Void>> working, Runnable work) {
        working.forEach(CompletableFuture::join);
        work.run();
    }

    private static int taken(AtomicInteger next, SortedMap<Integer, Throwable> failures, int count) {
        return failures.isEmpty() ? next.getAndIncrement() : count;
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException broken) {
            throw broken;
        }
        if (failure instanceof Error broken) {
            throw broken;
        }
    }
}
