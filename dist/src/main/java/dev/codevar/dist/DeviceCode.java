package dev.codevar.dist;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

    private DeviceCode() {}

    /**
     * Overwrites in libraries what other GPUs need.
     *
     * @param arguments the architecture, as 90, and the files
     * @throws IOException if a file cannot be read or written, or has no code for that architecture
     */
    public static void main(String... arguments) throws IOException {
        int architecture = Integer.parseInt(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                long kept = keep(architecture, channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
                if (kept == 0) {
                    throw new IOException(file + " has no code for architecture " + architecture);
                }
            }
        }
    }

    /**
     * @param library changed in place
     * @return how many bytes of code are left, packed as they are
     */
    static long keep(int architecture, ByteBuffer library) {
        library.order(ByteOrder.LITTLE_ENDIAN);
        long kept = 0;
        int at = 0;
        while (at + HEADER <= library.limit()) {
            if (library.getLong(at) == FAT_BINARY) {
                int end = at + HEADER + Math.toIntExact(library.getLong(at + BYTES));
                kept += keep(architecture, library, at + HEADER, end);
                at = end;
            } else {
                at += Long.BYTES;
            }
        }
        return kept;
    }

    private static long keep(int architecture, ByteBuffer library, int begin, int end) {
        long kept = 0;
        int entry = begin;
        while (entry < end) {
            int code = entry + library.getInt(entry + ENTRY_HEADER);
            int next = code + Math.toIntExact(library.getLong(entry + BYTES));
            if (library.getInt(entry + ARCHITECTURE) == architecture) {
                kept += next - code;
            } else {
                library.put(code, new byte[next - code]);
            }
            entry = next;
        }
        return kept;
    }
}
