package dev.codevar.cluster.task;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a process opens once for all tasks of a job. It stays until another job's is opened and the last task of this one is over: tasks
 * of a job that has ended may still be at work when the next one begins.
 *
 * @param <K> what it is opened for
 * @param <V> what is opened
 */
public final class OncePerProcess<K, V> {
    private final Consumer<V> end;
    private @Nullable Opened current;

    /** @param end closes what was opened */
    public OncePerProcess(Consumer<V> end) {
        this.end = end;
    }

    /** What is open, and how many use it. */
    private final class Opened {
        private final K key;
        private final V value;
        private int users;

        Opened(K key, V value) {
            this.key = key;
            this.value = value;
        }
    }

    /** The use of what is open, for a task that closes it when it is over. */
    public final class Use implements AutoCloseable {
        private final Opened opened;

        private Use(Opened opened) {
            this.opened = opened;
            opened.users++;
        }

        /** {@return what is open} */
        public V get() {
            return opened.value;
        }

        @Override
        public void close() {
            synchronized (OncePerProcess.this) {
                opened.users--;
                endUnlessUsed(opened);
            }
        }
    }

    /** {@return the use of what is open for {@code key}, opened if it is not yet} */
    public synchronized Use use(K key, Function<K, V> open) {
        Opened opened = current;
        if (opened == null || !opened.key.equals(key)) {
            current = null;
            if (opened != null) {
                endUnlessUsed(opened);
            }
            opened = new Opened(key, open.apply(key));
            current = opened;
        }
        return new Use(opened);
    }

    private void endUnlessUsed(Opened opened) {
        if (opened.users == 0 && opened != current) {
            end.accept(opened.value);
        }
    }
}
