package dev.codevar.serve.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What waits for clients that read slowly, of all connections together: beyond a bound the one for which most waits is let go. */
public final class Backlog {
    private final long most;
    private final Map<Reader, Long> waiting = new HashMap<>();
    private long bytes;

    /** Whoever reads. */
    interface Reader {
        /** Ends its connection. */
        void letGo();
    }

    /**
     * @param most how many bytes may wait
     */
    public Backlog(long most) {
        this.most = most;
    }

    /** So many more bytes wait for a reader, or fewer if that is negative. Whoever calls holds no lock. */
    void add(Reader reader, long more) {
        List<Reader> slow = new ArrayList<>();
        synchronized (this) {
            if (more < 0 && !waiting.containsKey(reader)) {
                return;
            }
            waiting.merge(reader, more, Long::sum);
            bytes += more;
            while (bytes > most && !waiting.isEmpty()) {
                Reader slowest = waiting.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey();
                forget(slowest);
                slow.add(slowest);
            }
        }
        slow.forEach(Reader::letGo);
    }

    /** Nothing waits for a reader any more. */
    synchronized void forget(Reader reader) {
        Long had = waiting.remove(reader);
        bytes -= had == null ? 0 : had;
    }

    /** {@return how many bytes wait} */
    public synchronized long bytes() {
        return bytes;
    }
}
