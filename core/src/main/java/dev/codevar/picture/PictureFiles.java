package dev.codevar.picture;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.WholeFile;
import dev.codevar.picture.format.PictureBudget;
import dev.codevar.picture.format.PngChunks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads pictures and masks from PNG, JPEG, BMP, GIF, WebP and TIFF files, and writes PNG files with text in them.
 *
 * <p>A file may have what {@link PictureBudget#DEFAULT} says, or another budget; whether it stays within is known before a pixel is
 * decoded. Colour profiles are not applied, grey values stay what they are (v becomes v, v, v), four inks (CMYK) become colours as by
 * Pillow, 16 bits are rounded to 8, and transparent pixels are laid on white. Of a file with several pictures the first is taken, of an
 * animation its first frame and not the canvas. Pictures are turned as their camera was held (the orientation in JPEG, PNG, WebP and
 * TIFF files). Whatever is wrong with a file is a {@link CodeVarException} that names it.
 */
public final class PictureFiles {
    private static final int HALF = 128;

    private PictureFiles() {}

    /**
     * Reads a picture.
     *
     * @throws CodeVarException when the file cannot be read, is no picture, is broken or too large
     */
    public static Picture read(Path file) {
        return open(file, PictureBudget.DEFAULT).picture();
    }

    /**
     * Reads a picture from a file's bytes.
     *
     * @param file the bytes of a PNG, JPEG, BMP, GIF, WebP or TIFF file
     * @param name what an error calls it
     * @throws CodeVarException when it is no picture, is broken or too large
     */
    public static Picture read(byte[] file, String name) {
        return open(file, name, PictureBudget.DEFAULT).picture();
    }

    /**
     * Opens a picture file: its size is known, its pixels are not decoded yet.
     *
     * @param budget what reading it may take
     * @throws CodeVarException when the file cannot be read, is no picture, is seen to be broken, or goes over the budget
     */
    public static PictureFile open(Path file, PictureBudget budget) {
        return open(bytes(file, budget), file.toString(), budget);
    }

    /**
     * Opens a picture by its file's bytes, as {@link #open(Path, PictureBudget)} does.
     *
     * @param file the bytes of a PNG, JPEG, BMP, GIF, WebP or TIFF file, not copied
     * @param name what an error calls it
     * @param budget what reading it may take
     * @throws CodeVarException when it is no picture, is seen to be broken, or goes over the budget
     */
    public static PictureFile open(byte[] file, String name, PictureBudget budget) {
        return PictureDecoder.open(file, name, budget);
    }

    /**
     * Reads a mask: pixels whose brightness is 128 or more (white) are regenerated, darker ones are kept. Where no number is above 1,
     * as of masks that numpy made, 1 is white.
     *
     * @throws CodeVarException when the file cannot be read, is no picture, is broken or too large
     */
    public static Mask readMask(Path file) {
        return mask(read(file));
    }

    /**
     * Reads a mask from a file's bytes, as {@link #readMask(Path)} does.
     *
     * @param file the bytes of a PNG, JPEG, BMP, GIF, WebP or TIFF file
     * @param name what an error calls it
     * @throws CodeVarException when it is no picture, is broken or too large
     */
    public static Mask readMask(byte[] file, String name) {
        return mask(read(file, name));
    }

    /**
     * A picture as a mask, as {@link #readMask(Path)} does.
     *
     * @param picture white where it is regenerated
     */
    public static Mask mask(Picture picture) {
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
        return text(bytes(file, PictureBudget.DEFAULT), file.toString());
    }

    /**
     * The text in a PNG's bytes, as {@link #text(Path)} gives it.
     *
     * @param png the bytes of a PNG file
     * @param name what an error calls it
     * @throws CodeVarException when it is no PNG, is broken, or its text unpacks to over 4 MiB
     */
    public static Map<String, String> text(byte[] png, String name) {
        return PngText.of(PngChunks.of(png, name, PictureBudget.DEFAULT), name);
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

    private static byte[] bytes(Path file, PictureBudget budget) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            // One byte more than is legal tells that there are too many.
            bytes = in.readNBytes(budget.bytes() + 1);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
        budget.requireBytes(file.toString(), bytes.length);
        return bytes;
    }
}
