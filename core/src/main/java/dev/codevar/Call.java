package dev.codevar;

import dev.codevar.queue.Job;
import dev.codevar.queue.Kind;
import dev.codevar.queue.Line;
import dev.codevar.queue.Share;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A task of the library's own that needs the engine's thread. */
final class Call<T> extends Job implements Kind<Call<T>> {
    private final Supplier<T> task;
    private final Executor results;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /**
     * @param results where is told what came of it
     */
    Call(Supplier<T> task, Executor results) {
        super(1);
        this.task = task;
        this.results = results;
    }

    CompletableFuture<T> result() {
        return result;
    }

    @Override
    public void serve(Line<Call<T>> line) {
        List<Share<Call<T>>> taken = line.take(1);
        if (!taken.isEmpty()) {
            try {
                T made = task.get();
                results.execute(() -> result.complete(made));
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }
    }

    @Override
    public void fail(Throwable why) {
        results.execute(() -> result.completeExceptionally(why));
    }
}
