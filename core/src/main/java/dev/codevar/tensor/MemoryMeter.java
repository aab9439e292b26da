package dev.codevar.tensor;

/** Counts the bytes of long-lived native memory that one computation holds: now, and at most. For one thread. */
public final class MemoryMeter {
    private long bytes;
    private long peak;

    /** Notes that {@code size} bytes were taken. */
    public void taken(long size) {
        bytes += size;
        peak = Math.max(peak, bytes);
    }

    /** Notes that {@code size} bytes were given back. */
    public void givenBack(long size) {
        bytes -= size;
    }

    /** {@return the bytes held now} */
    public long bytes() {
        return bytes;
    }

    /** {@return the most bytes held at any time} */
    public long peak() {
        return peak;
    }
}
