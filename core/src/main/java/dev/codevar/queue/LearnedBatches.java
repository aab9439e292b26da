package dev.codevar.queue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was learnt of each kind of work, for those that came last: there are as many kinds as callers think of, and a service runs for
 * months. Any thread may ask.
 *
 * @param <K> names a kind
 */
public final class LearnedBatches<K> {
    private final int largest;
    private final Map<K, LearnedBatch> byKind;

    /**
     * @param largest how many units are done at a time at most
     * @param mostKinds of how many kinds something is remembered
     */
    public LearnedBatches(int largest, int mostKinds) {
        this.largest = largest;
        this.byKind = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, LearnedBatch> eldest) {
                return size() > mostKinds;
            }
        };
    }

    /** {@return what was learnt of a kind, to learn more} */
    public synchronized LearnedBatch of(K kind) {
        return byKind.computeIfAbsent(kind, unknown -> new LearnedBatch(largest));
    }

    /** {@return the seconds that one unit of this kind took lately; 0 if that is not known} */
    public synchronized double secondsEach(K kind) {
        @Nullable LearnedBatch known = byKind.get(kind);
        return known == null ? 0 : known.secondsEach();
    }

    /** Forgets some kinds. */
    public synchronized void forget(Predicate<K> which) {
        byKind.keySet().removeIf(which);
    }
}
