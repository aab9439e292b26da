package dev.codevar.picture.format;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
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
public final class PngChunks {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /** Length, type and CRC. */
    private static final int OVERHEAD = 12;

    private static final int HEADER_LENGTH = 13;

    /** What pixels are made from; every other chunk is a comment on them. */
    private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    /** A chunk's type and its data, a view of the file. */
    public record Chunk(String type, ByteBuffer data) {}

    private final byte[] file;
    private final List<Chunk> chunks = new ArrayList<>();

    private PngChunks(byte[] file) {
        this.file = file;
    }

    /** {@return whether the bytes begin as a PNG file does} */
    public static boolean isPng(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /**
     * @param file not copied
     * @param name what an error calls it
     * @param budget says how many chunks; its size is not looked at, since text can be read of any
     * @throws CodeVarException when the bytes are not a whole PNG file, or have too many chunks
     */
    public static PngChunks of(byte[] file, String name, PictureBudget budget) {
        if (!isPng(file)) {
            throw new BrokenFileException("cannot read " + name + ": it is not a PNG file");
        }
        PngChunks png = new PngChunks(file);
        ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE.length);
        Chunk chunk;
        do {
            chunk = png.next(in, name);
            png.chunks.add(chunk);
            budget.requireChunks(name, png.chunks.size());
        } while (!chunk.type.equals("IEND"));
        Chunk header = png.chunks.get(0);
        if (!header.type.equals("IHDR") || header.data.remaining() != HEADER_LENGTH) {
            throw new BrokenFileException("cannot read " + name + ": the PNG does not begin with its header");
        }
        return png;
    }

    private Chunk next(ByteBuffer in, String name) {
        if (in.remaining() < OVERHEAD) {
            throw new BrokenFileException("cannot read " + name + ": the PNG ends too early");
        }
        int start = in.position();
        int length = in.getInt();
        if (length < 0 || length > in.limit() - start - OVERHEAD) {
            throw new BrokenFileException("cannot read " + name + ": the PNG ends within a chunk");
        }
        CRC32 crc = new CRC32();
        crc.update(file, start + 4, 4 + length);
        if (in.getInt(start + 8 + length) != (int) crc.getValue()) {
            throw new BrokenFileException("cannot read " + name + ": a chunk of the PNG does not match its checksum");
        }
        in.position(start + OVERHEAD + length);
        String type = new String(file, start + 4, 4, StandardCharsets.ISO_8859_1);
        return new Chunk(type, in.slice(start + 8, length));
    }

    /** {@return the picture's width in pixels, as its header says} */
    public int width() {
        return chunks.get(0).data.getInt(0);
    }

    /** {@return the picture's height in pixels, as its header says} */
    public int height() {
        return chunks.get(0).data.getInt(4);
    }

    /** {@return how the picture is turned, as Exif counts: 1 for upright to 8} */
    public int orientation() {
        return chunks.stream()
                .filter(chunk -> chunk.type.equals("eXIf"))
                .findFirst()
                .map(chunk -> ExifOrientation.of(chunk.data))
                .orElse(1);
    }

    /** {@return all chunks in the file's order} */
    public List<Chunk> chunks() {
        return chunks;
    }

    /** {@return the same picture as a PNG file without text, profiles and other comments} */
    public byte[] pixelsOnly() {
        List<Chunk> kept =
                chunks.stream().filter(chunk -> PIXELS.contains(chunk.type)).toList();
        int length = SIGNATURE.length
                + kept.stream().mapToInt(chunk -> OVERHEAD + chunk.data.limit()).sum();
        byte[] pixels = Arrays.copyOf(SIGNATURE, length);
        int at = SIGNATURE.length;
        for (Chunk chunk : kept) {
            int whole = OVERHEAD + chunk.data.limit();
            System.arraycopy(file, chunk.data.arrayOffset() - 8, pixels, at, whole);
            at += whole;
        }
        return pixels;
    }
}
