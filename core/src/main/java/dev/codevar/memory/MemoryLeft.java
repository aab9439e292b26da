package dev.codevar.memory;

import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Resources;
import java.util.Locale;

/**
 * How much of the processor's memory a request may take.
 *
 * @param resources say how much the process may have
 */
public record MemoryLeft(Resources resources) {
    /** Left to the heap, to fragmentation and to everybody else. */
    public static final long RESERVE = 256L << 20;

    /**
     * @param reused bytes that this process holds, and would use again or free
     * @return the bytes that are left to a request, 0 or more
     */
    public long bytes(long reused) {
        long left = HostMemory.available();
        if (resources.maxMemory().isPresent()) {
            left = Math.min(left, resources.maxMemory().getAsLong() - resident());
        }
        return Math.max(0, left + reused - RESERVE);
    }

    /** {@return in words that {@code available} bytes are left, and of what} */
    public String text(long available) {
        String why = resources.maxMemory().isPresent()
                ? " (of a limit of " + gigabytes(resources.maxMemory().getAsLong()) + ", with " + gigabytes(resident())
                        + " in use and " + gigabytes(RESERVE) + " kept free)"
                : "";
        return gigabytes(available) + " are available" + why;
    }

    /** {@return so many bytes in words} */
    public static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }

    private static long resident() {
        return HostMemory.resident().orElse(0);
    }
}
