package dev.codevar;

import dev.codevar.queue.Job;
import dev.codevar.queue.Kind;
import dev.codevar.queue.Line;
import dev.codevar.queue.Share;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Work on pictures one by one, none of which depends on another; a few at a time, so that others have their turn. */
final class PictureByPicture<I, O> extends Job implements Kind<PictureByPicture<I, O>>, OfSet {
    private static final int AT_A_TIME = 4;

    private final Opened opened;
    private final List<I> all;
    private final Function<I, O> work;
    private final Executor results;
    private final List<O> done = new ArrayList<>();
    private final CompletableFuture<List<O>> result = new CompletableFuture<>();
    private volatile boolean ended;

    /**
     * @param all what there is to do, at least one
     * @param work does it, on the engine's thread
     * @param results where is told what came of it
     */
    PictureByPicture(Opened opened, List<I> all, Function<I, O> work, Executor results) {
        super(all.size());
        this.opened = opened;
        this.all = all;
        this.work = work;
        this.results = results;
    }

    CompletableFuture<List<O>> result() {
        return result;
    }

    @Override
    public Opened opened() {
        return opened;
    }

    @Override
    public void serve(Line<PictureByPicture<I, O>> line) {
        for (Share<PictureByPicture<I, O>> share : line.take(AT_A_TIME)) {
            for (int i = share.first(); i < share.first() + share.count() && !ended; i++) {
                I one = all.get(i);
                try {
                    done.add(Scoped.value(() -> work.apply(one)));
                } catch (RuntimeException | Error e) {
                    line.withdraw(this);
                    fail(e);
                }
            }
        }
        if (done.size() == units()) {
            results.execute(() -> result.complete(List.copyOf(done)));
        }
    }

    @Override
    public void fail(Throwable why) {
        ended = true;
        results.execute(() -> result.completeExceptionally(why));
    }
}
