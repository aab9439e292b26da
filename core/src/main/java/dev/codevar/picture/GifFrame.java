package dev.codevar.picture;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import java.io.ByteArrayOutputStream;

/**
 * Cuts a GIF file down to its first picture: header, palette, transparency and that picture's blocks.
 *
 * <p>The JDK's reader joins the comments before a picture in time that grows with their square: a file of comments alone
 * would keep it busy for hours.
 */
final class GifFrame {
    private static final int HEADER = 13;
    private static final int DESCRIPTOR = 10;
    private static final int EXTENSION = 0x21;
    private static final int TRANSPARENCY = 0xf9;
    private static final int PICTURE = 0x2c;
    private static final int END = 0x3b;

    private final byte[] file;
    private final String name;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int at;

    private GifFrame(byte[] file, String name) {
        this.file = file;
        this.name = name;
    }

    /**
     * @throws CodeVarException when the file ends before its first picture does
     */
    static byte[] first(byte[] file, String name) {
        GifFrame frame = new GifFrame(file, name);
        frame.copyHeader();
        frame.copyUpToPicture();
        frame.out.write(END);
        return frame.out.toByteArray();
    }

    private void copyHeader() {
        at = HEADER + paletteBytes(HEADER - 3);
        byteAt(at - 1);
        out.write(file, 0, at);
    }

    private void copyUpToPicture() {
        while (byteAt(at) == EXTENSION) {
            int start = at;
            boolean keep = byteAt(at + 1) == TRANSPARENCY;
            at += 2;
            skipBlocks();
            if (keep) {
                out.write(file, start, at - start);
            }
        }
        if (byteAt(at) != PICTURE) {
            throw new BrokenFileException("cannot read " + name + ": the GIF has no picture");
        }
        int start = at;
        // After the descriptor and its palette comes one byte, the first code's size.
        at += DESCRIPTOR + paletteBytes(at + DESCRIPTOR - 1) + 1;
        skipBlocks();
        out.write(file, start, at - start);
    }

    /** The bytes of the palette that the flags at {@code flagsAt} announce. */
    private int paletteBytes(int flagsAt) {
        int flags = byteAt(flagsAt);
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private void skipBlocks() {
        int length;
        do {
            length = byteAt(at);
            at += 1 + length;
        } while (length != 0);
    }

    private int byteAt(int position) {
        if (position >= file.length) {
            throw new BrokenFileException("cannot read " + name + ": the GIF ends too early");
        }
        return file[position] & 0xff;
    }
}
