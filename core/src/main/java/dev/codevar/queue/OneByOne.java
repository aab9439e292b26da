package dev.codevar.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Work on things one by one, none of which depends on another; a few at a time, so that others have their turn.
 *
 * @param <I> what there is
 * @param <O> what is made of each
 */
public final class OneByOne<I, O> extends ResultJob<List<O>> implements Kind<OneByOne<I, O>> {
    private static final int AT_A_TIME = 4;

    private final Object owner;
    private final List<I> all;
    private final Function<I, O> work;
    private final List<O> done = new ArrayList<>();

    /**
     * @param owner whose work it is
     * @param all what there is to do, at least one
     * @param work does it
     * @param worker on its thread
     */
    public OneByOne(Object owner, List<I> all, Function<I, O> work, Worker worker) {
        super(all.size(), worker);
        this.owner = owner;
        this.all = all;
        this.work = work;
    }

    @Override
    public Object owner() {
        return owner;
    }

    @Override
    public void serve(Line<OneByOne<I, O>> line) {
        for (Portion<OneByOne<I, O>> portion : line.take(AT_A_TIME)) {
            for (int i = portion.first(); i < portion.first() + portion.count() && !ended(); i++) {
                try {
                    done.add(work.apply(all.get(i)));
                } catch (Throwable e) {
                    fail(e);
                }
            }
        }
        if (done.size() == units()) {
            complete(List.copyOf(done));
        }
    }
}
