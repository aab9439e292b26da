package dev.codevar.serve.draw;

import java.util.Map;
import java.util.TreeMap;

/** What a job took so far, in seconds. For any thread. */
public final class JobTimes {
    private final long submitted = System.nanoTime();
    private final Map<Integer, Double> ofScale = new TreeMap<>();
    private double ofLastScale;
    private long begun;
    private long ended;

    synchronized void begin() {
        begun = System.nanoTime();
    }

    synchronized void scale(int scale, double seconds) {
        ofLastScale = seconds;
        ofScale.merge(scale, seconds, Double::sum);
    }

    synchronized void end() {
        ended = System.nanoTime();
    }

    synchronized double ofLastScale() {
        return ofLastScale;
    }

    /** {@return when it ended, in {@link System#nanoTime}, 0 before} */
    synchronized long endedAt() {
        return ended;
    }

    /** {@return by scale, the seconds that those took that are done, all batches together} */
    public synchronized Map<Integer, Double> ofScales() {
        return Map.copyOf(ofScale);
    }

    /** {@return seconds until the first scale was begun, or the job ended before, or until now} */
    public synchronized double queued() {
        return ((begun == 0 ? endOrNow() : begun) - submitted) * 1e-9;
    }

    /** {@return seconds since then, until it ended or until now; 0 if it never began} */
    public synchronized double drawn() {
        return begun == 0 ? 0 : (endOrNow() - begun) * 1e-9;
    }

    private long endOrNow() {
        return ended == 0 ? System.nanoTime() : ended;
    }
}
