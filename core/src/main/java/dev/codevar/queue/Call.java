package dev.codevar.queue;

import java.util.List;
import java.util.function.Supplier;

/** A task that needs the thread that works, and belongs to nobody. */
final class Call<T> extends ResultJob<T> implements Kind<Call<T>> {
    private final Supplier<T> task;

    Call(Supplier<T> task, Worker worker) {
        super(1, worker);
        this.task = task;
    }

    @Override
    public Object owner() {
        return this;
    }

    @Override
    public void serve(Line<Call<T>> line) {
        List<Portion<Call<T>>> taken = line.take(1);
        if (!taken.isEmpty()) {
            try {
                complete(task.get());
            } catch (Throwable e) {
                fail(e);
            }
        }
    }
}
