package dev.codevar.picture;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A PNG file as its list of chunks, each checked against its CRC, from IHDR to IEND.
 *
 * <p>The JDK's reader checks no CRC and unpacks text and profiles without a bound, so a file comes by here first.
 */
final class PngChunks {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /** Length, type and CRC. */
    private static final int OVERHEAD = 12;

    /** What pixels are made from; every other chunk is a comment on them. */
    private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    /** A chunk's type and its data, to be read once. */
    record Chunk(String type, ByteBuffer data) {}

    private final List<Chunk> chunks = new ArrayList<>();
    private final ByteArrayOutputStream pixels = new ByteArrayOutputStream();

    private PngChunks() {}

    static boolean isPng(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /**
     * @throws CodeVarException when the bytes are not a whole PNG file
     */
    static PngChunks of(byte[] file, String name) {
        if (!isPng(file)) {
            throw new BrokenFileException("cannot read " + name + ": it is not a PNG file");
        }
        PngChunks png = new PngChunks();
        png.pixels.writeBytes(SIGNATURE);
        ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE.length);
        String type;
        do {
            type = png.add(in, name);
        } while (!type.equals("IEND"));
        if (!png.chunks.get(0).type.equals("IHDR")) {
            throw new BrokenFileException("cannot read " + name + ": the PNG does not begin with its header");
        }
        return png;
    }

    private String add(ByteBuffer in, String name) {
        if (in.remaining() < OVERHEAD) {
            throw new BrokenFileException("cannot read " + name + ": the PNG ends too early");
        }
        int start = in.position();
        int length = in.getInt();
        if (length < 0 || length > in.limit() - start - OVERHEAD) {
            throw new BrokenFileException("cannot read " + name + ": the PNG ends within a chunk");
        }
        byte[] whole = new byte[length + OVERHEAD];
        in.position(start).get(whole);
        CRC32 crc = new CRC32();
        crc.update(whole, 4, 4 + length);
        if (ByteBuffer.wrap(whole).getInt(8 + length) != (int) crc.getValue()) {
            throw new BrokenFileException("cannot read " + name + ": a chunk of the PNG does not match its checksum");
        }
        String type = new String(whole, 4, 4, StandardCharsets.ISO_8859_1);
        chunks.add(new Chunk(type, ByteBuffer.wrap(whole, 8, length)));
        if (PIXELS.contains(type)) {
            pixels.writeBytes(whole);
        }
        return type;
    }

    /** All chunks in the file's order. */
    List<Chunk> chunks() {
        return chunks;
    }

    /** The same picture as a PNG file without text, profiles and other comments. */
    byte[] pixelsOnly() {
        return pixels.toByteArray();
    }
}
