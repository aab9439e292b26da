package dev.codevar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/** What of this process's address space is taken, and how much may be: beyond it the allocator itself fails. */
public final class AddressSpace {
    /** The program that sets the limit. */
    public static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /**
     * Variables for the process that is to be limited. Large memory is mapped and given back one by one, so that the kernel counts what is in
     * use; small memory comes from one place, from which nothing is given back, so that {@link #limit} can keep a reserve of it. A single
     * picture, of two rows, employs all threads, so that none begins under the limit: OpenBLAS ends the process when it gets no buffer for
     * one more.
     */
    public static final Map<String, String> ENVIRONMENT = Map.of(
            "OMP_NUM_THREADS", "2",
            "MALLOC_ARENA_MAX", "1",
            "MALLOC_MMAP_THRESHOLD_", "131072",
            "MALLOC_TRIM_THRESHOLD_", String.valueOf(1L << 40));

    private static final int RESERVED = 512;
    private static final int PIECE = 64 << 10;

    private AddressSpace() {}

    /** {@return how many bytes are taken} */
    private static long taken() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmSize:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /**
     * From now on this process has so many bytes more at most. Of small memory some megabytes are kept for it besides: a JVM that does not
     * get the few kilobytes that its compiler needs ends the process, whatever the engine does.
     */
    public static void limit(long bytes) throws IOException, InterruptedException {
        reserveSmallMemory();
        String own = String.valueOf(ProcessHandle.current().pid());
        int code = new ProcessBuilder(PRLIMIT.toString(), "--pid", own, "--as=" + (taken() + bytes))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("prlimit ended with " + code);
        }
    }

    private static void reserveSmallMemory() {
        List<BytePointer> pieces = new ArrayList<>();
        for (int i = 0; i < RESERVED; i++) {
            pieces.add(new BytePointer(PIECE));
        }
        pieces.forEach(BytePointer::close);
    }
}
