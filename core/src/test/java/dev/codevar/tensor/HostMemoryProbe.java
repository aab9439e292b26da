package dev.codevar.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A process of its own that takes memory and gives it back, and prints what it saw of that. Its numbers leave out pages of files, such as the
 * libraries' code: the system takes those away, and brings them back, as other processes need memory.
 */
final class HostMemoryProbe {
    static final long MUCH = 300L << 20;
    private static final long SMALL = 64 << 10;
    private static final long PAGE = 4096;
    private static final long KIB = 1024;

    private HostMemoryProbe() {}

    /**
     * Prints bytes: resident by two of the kernel's files; then, without pages of files, resident before, with {@link #MUCH} more, and
     * after that; the peak before it is reset, and afterwards; and the same three numbers of many small pieces, the last after trimming.
     */
    public static void main(String... none) throws IOException {
        Libtorch.load();
        taken(SMALL);
        print(resident());
        // The second number of statm, in pages, is the same seen elsewhere.
        print(PAGE
                * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1]));
        print(ownPages());
        print(taken(MUCH));
        print(ownPages());
        print(HostMemory.peakResident().orElseThrow());
        if (!HostMemory.resetPeak()) {
            throw new IllegalStateException("the peak cannot be reset");
        }
        print(HostMemory.peakResident().orElseThrow());
        print(ownPages());
        trimmed();
    }

    /** {@return what is resident while so many bytes are taken} */
    private static long taken(long bytes) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            ones(bytes);
            return ownPages();
        }
    }

    private static void trimmed() throws IOException {
        try (Owner owner = new Owner()) {
            try (PointerScope scope = new PointerScope()) {
                for (long bytes = 0; bytes < MUCH; bytes += SMALL) {
                    ones(SMALL);
                }
                // What lies above free memory keeps the allocator from giving that back by itself.
                owner.own(ones(SMALL));
            }
            print(ownPages());
            HostMemory.trim();
            print(ownPages());
        }
    }

    private static long ownPages() throws IOException {
        return resident() - filePages();
    }

    private static long resident() {
        return HostMemory.resident().orElseThrow();
    }

    private static long filePages() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssFile:"))
                .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static Tensor ones(long bytes) {
        return torch.ones(new long[] {bytes}, new TensorOptions(ScalarType.Byte));
    }

    private static void print(long number) {
        System.out.println(number);
    }
}
