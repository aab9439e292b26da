package dev.codevar.dist;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Kernels in CUDA libraries: every library holds each of them for many kinds of GPU. What one GPU does not need is overwritten with
 * zeros, where it is, so that nothing moves and the library packs to a fraction.
 *
 * <p>A fat binary is a header of 16 bytes (magic, version, length of the header, bytes that follow) and entries: kind (1: PTX, 2: machine
 * code), version, length of the entry's header, bytes of code behind that, and at 28 the architecture, as 90 for 9.0. All of it
 * is little-endian and begins at a multiple of 8.
 */
public final class DeviceCode {
    /** Magic 0xBA55ED50, version 1, a header of 16 bytes. */
    private static final long FAT_BINARY = 0x0010_0001_BA55_ED50L;

    private static final int HEADER = 16;
    private static final int BYTES = 8;
    private static final int ENTRY_HEADER = 4;
    private static final int ARCHITECTURE = 28;

    /** 9.0 is 90. */
    private static final int GENERATION = 10;

    private DeviceCode() {}

    /**
     * Overwrites in libraries what other GPUs need.
     *
     * @param arguments the GPU's architecture, as 90, and the files, which must have code for it
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String... arguments) throws IOException {
        int architecture = Integer.parseInt(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer library = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
                OptionalInt runs = runnable(architecture, library);
                if (runs.isEmpty()) {
                    System.err.println(file + " has no code for GPUs of kind " + architecture + ", but for "
                            + architectures(library));
                    System.exit(1);
                }
                keep(runs.getAsInt(), library);
            }
        }
    }

    /** {@return whose code such a GPU runs: of its own generation the newest up to its own kind, as 8.6 that of 8.0} */
    static OptionalInt runnable(int architecture, ByteBuffer library) {
        return architectures(library).headSet(architecture, true).stream()
                .mapToInt(Integer::intValue)
                .filter(kind -> kind / GENERATION == architecture / GENERATION)
                .max();
    }

    private static NavigableSet<Integer> architectures(ByteBuffer library) {
        NavigableSet<Integer> found = new TreeSet<>();
        walk(library, (entry, code, next) -> found.add(library.getInt(entry + ARCHITECTURE)));
        return found;
    }

    /**
     * @param library changed in place
     * @return how many bytes of code are left, packed as they are
     */
    static long keep(int architecture, ByteBuffer library) {
        long[] kept = {0};
        walk(library, (entry, code, next) -> {
            if (library.getInt(entry + ARCHITECTURE) == architecture) {
                kept[0] += next - code;
            } else {
                library.put(code, new byte[next - code]);
            }
        });
        return kept[0];
    }

    /** One kind of GPU's code: where its head is, where it begins, and where it ends. */
    @FunctionalInterface
    private interface Entry {
        void at(int entry, int code, int next);
    }

    private static void walk(ByteBuffer library, Entry each) {
        library.order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + HEADER <= library.limit()) {
            if (library.getLong(at) == FAT_BINARY) {
                int end = at + HEADER + Math.toIntExact(library.getLong(at + BYTES));
                for (int entry = at + HEADER; entry < end; ) {
                    int code = entry + library.getInt(entry + ENTRY_HEADER);
                    int next = code + Math.toIntExact(library.getLong(entry + BYTES));
                    each.at(entry, code, next);
                    entry = next;
                }
                at = end;
            } else {
                at += Long.BYTES;
            }
        }
    }
}
