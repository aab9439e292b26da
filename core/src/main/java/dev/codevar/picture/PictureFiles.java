package dev.codevar.picture;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads pictures and masks from PNG, JPEG, BMP and GIF files, and writes PNG files with text in them.
 *
 * <p>A file may have 64 MiB and 64 Mi pixels at most; both are known before a pixel is decoded. Grey values stay what
 * they are (v becomes v, v, v: no colour profile brightens them), 16 bits are rounded to 8, transparent pixels are laid
 * on white, of a file with several pictures the first is taken, and a camera's rotation flag is not obeyed. Whatever is
 * wrong with a file is a {@link CodeVarException} that names it.
 */
public final class PictureFiles {
    private static final int MAX_BYTES = 64 << 20;
    private static final int HALF = 128;

    private PictureFiles() {}

    /**
     * Reads a picture.
     *
     * @throws CodeVarException when the file cannot be read, is no picture, is broken or too large
     */
    public static Picture read(Path file) {
        return read(bytes(file), file.toString());
    }

    /**
     * Reads a picture from a file's bytes.
     *
     * @param file the bytes of a PNG, JPEG, BMP or GIF file
     * @param name what an error calls it
     * @throws CodeVarException when it is no picture, is broken or too large
     */
    public static Picture read(byte[] file, String name) {
        return PictureDecoder.decode(file, name);
    }

    /**
     * Reads a mask: pixels whose brightness is 128 or more (white) are regenerated, darker ones are kept. Where no number is above 1,
     * as of masks that numpy made, 1 is white.
     *
     * @throws CodeVarException when the file cannot be read, is no picture, is broken or too large
     */
    public static Mask readMask(Path file) {
        return readMask(bytes(file), file.toString());
    }

    /**
     * Reads a mask from a file's bytes, as {@link #readMask(Path)} does.
     *
     * @param file the bytes of a PNG, JPEG, BMP or GIF file
     * @param name what an error calls it
     * @throws CodeVarException when it is no picture, is broken or too large
     */
    public static Mask readMask(byte[] file, String name) {
        Picture picture = read(file, name);
        boolean[] regenerate = new boolean[picture.width() * picture.height()];
        byte[] rgb = picture.rgb();
        int white = brightest(rgb) <= 1 ? 1 : HALF;
        for (int i = 0; i < regenerate.length; i++) {
            int red = rgb[3 * i] & 0xff;
            int green = rgb[3 * i + 1] & 0xff;
            int blue = rgb[3 * i + 2] & 0xff;
            regenerate[i] = 299 * red + 587 * green + 114 * blue >= 1000 * white;
        }
        return Mask.of(picture.width(), picture.height(), regenerate);
    }

    private static int brightest(byte[] rgb) {
        int most = 0;
        for (byte one : rgb) {
            most = Math.max(most, one & 0xff);
        }
        return most;
    }

    /**
     * The text that a PNG carries (its tEXt, zTXt and iTXt chunks): key to value, in the file's order; of a repeated key
     * the first.
     *
     * @return unmodifiable, empty when the file carries none
     * @throws CodeVarException when the file cannot be read, is no PNG, is broken, or its text unpacks to over 4 MiB
     */
    public static Map<String, String> text(Path file) {
        return text(bytes(file), file.toString());
    }

    /**
     * The text in a PNG's bytes, as {@link #text(Path)} gives it.
     *
     * @param png the bytes of a PNG file
     * @param name what an error calls it
     * @throws CodeVarException when it is no PNG, is broken, or its text unpacks to over 4 MiB
     */
    public static Map<String, String> text(byte[] png, String name) {
        return PngText.of(PngChunks.of(png, name), name);
    }

    /**
     * A picture as the bytes of a PNG file; the same input gives the same bytes.
     *
     * @param text key to value. A key has 1 to 79 printable Latin-1 characters, without spaces at its ends or two in a
     *     row; a value is any text without the character 0
     * @throws InvalidInputException when a key or a value is not legal
     */
    public static byte[] png(Picture picture, Map<String, String> text) {
        return PngEncoder.encode(picture, text);
    }

    /**
     * Writes a PNG whole or not at all: into a new file in the same folder, forced to disk, then renamed.
     *
     * @param file where to; what is there is replaced
     * @param text as for {@link #png}
     * @throws InvalidInputException when a key or a value of the text is not legal
     * @throws CodeVarException when it cannot be written
     */
    public static void writePng(Path file, Picture picture, Map<String, String> text) {
        WholeFile.write(file, png(picture, text));
    }

    private static byte[] bytes(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new BrokenFileException("cannot read " + file + ": it has more than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }
}
