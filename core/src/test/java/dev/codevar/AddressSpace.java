package dev.codevar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What of this process's address space is taken, and how much may be: beyond it the allocator itself fails. */
public final class AddressSpace {
    /** The program that sets the limit. */
    public static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    private AddressSpace() {}

    /** {@return how many bytes are taken} */
    public static long taken() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmSize:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** From now on this process has so many bytes at most. */
    public static void limit(long bytes) throws IOException, InterruptedException {
        String own = String.valueOf(ProcessHandle.current().pid());
        int code = new ProcessBuilder(PRLIMIT.toString(), "--pid", own, "--as=" + bytes)
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("prlimit ended with " + code);
        }
    }
}
