package dev.codevar.picture;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes the bytes of a picture file with the JDK's readers, bounded before and whatever they throw turned into one line. */
final class PictureDecoder {
    private static final long MAX_PIXELS = 64L << 20;
    private static final int OPAQUE = 255;
    private static final String JPEG = "jpeg";

    private PictureDecoder() {}

    static Picture decode(byte[] file, String name) {
        try {
            if (PngChunks.isPng(file)) {
                return decode("png", PngChunks.of(file, name).pixelsOnly(), name);
            }
            if (startsWith(file, 0xff, 0xd8, 0xff)) {
                return decode(JPEG, file, name);
            }
            if (startsWith(file, 'G', 'I', 'F', '8')) {
                return decode("gif", GifFrame.first(file, name), name);
            }
            if (startsWith(file, 'B', 'M')) {
                return decode("bmp", withoutInnerFile(file, name), name);
            }
        } catch (OutOfMemoryError e) {
            throw new CodeVarException("cannot read " + name + ": not enough memory", e);
        }
        throw new BrokenFileException("cannot read " + name + ": it is not a PNG, JPEG, BMP or GIF file");
    }

    private static boolean startsWith(byte[] file, int... first) {
        if (file.length < first.length) {
            return false;
        }
        for (int i = 0; i < first.length; i++) {
            if ((file[i] & 0xff) != first[i]) {
                return false;
            }
        }
        return true;
    }

    /** A BMP may wrap a JPEG or PNG whose size its own header does not tell. */
    private static byte[] withoutInnerFile(byte[] file, String name) {
        int compressionAt = 30;
        int compression = file.length > compressionAt ? file[compressionAt] : 0;
        if (compression == 4 || compression == 5) {
            throw new BrokenFileException("cannot read " + name + ": a BMP with a JPEG or PNG inside");
        }
        return file;
    }

    private static Picture decode(String format, byte[] file, String name) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            checkPixels(reader.getWidth(0), reader.getHeight(0), name);
            BufferedImage image = reader.read(0);
            if (format.equals(JPEG) && image.getRaster().getNumBands() > Picture.CHANNELS) {
                // The fourth is black ink, not opacity; what the others mean is said by no standard.
                throw new BrokenFileException("cannot read " + name + ": a JPEG of four colours (CMYK)");
            }
            return picture(image);
        } catch (IOException | RuntimeException e) {
            if (e instanceof CodeVarException told) {
                throw told;
            }
            throw CodeVarException.whileReading(
                    "cannot read " + name + ": the " + format + " data are broken or of an" + " unsupported kind", e);
        } finally {
            reader.dispose();
        }
    }

    private static void checkPixels(long width, long height, String name) {
        if (width * height > MAX_PIXELS) {
            throw new BrokenFileException(
                    "cannot read " + name + ": " + width + "x" + height + " pixels are more than " + MAX_PIXELS);
        }
    }

    private static Picture picture(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[Picture.bytesOf(width, height)];
        boolean separate = image.getColorModel() instanceof ComponentColorModel;
        for (int y = 0; y < height; y++) {
            int[] argb = separate ? separateRow(image.getRaster(), y) : image.getRGB(0, y, width, 1, null, 0, width);
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * Picture.CHANNELS;
                int alpha = argb[x] >>> 24;
                rgb[at] = onWhite(argb[x] >> 16 & 0xff, alpha);
                rgb[at + 1] = onWhite(argb[x] >> 8 & 0xff, alpha);
                rgb[at + 2] = onWhite(argb[x] & 0xff, alpha);
            }
        }
        return Picture.owning(width, height, rgb);
    }

    /** The stored values of a row as ARGB: the colour model's own conversion would change a grey's brightness. */
    private static int[] separateRow(Raster raster, int y) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        boolean wide = raster.getTransferType() == DataBuffer.TYPE_USHORT;
        int[] samples = raster.getPixels(0, y, width, 1, (int[]) null);
        boolean grey = bands < Picture.CHANNELS;
        boolean transparent = bands % 2 == 0;
        int[] argb = new int[width];
        for (int x = 0; x < width; x++) {
            int at = x * bands;
            int red = eightBits(samples[at], wide);
            int green = grey ? red : eightBits(samples[at + 1], wide);
            int blue = grey ? red : eightBits(samples[at + 2], wide);
            int alpha = transparent ? eightBits(samples[at + bands - 1], wide) : OPAQUE;
            argb[x] = alpha << 24 | red << 16 | green << 8 | blue;
        }
        return argb;
    }

    private static int eightBits(int sample, boolean wide) {
        return wide ? (sample * 255 + 32767) / 65535 : sample;
    }

    private static byte onWhite(int value, int alpha) {
        return (byte) ((value * alpha + 255 * (OPAQUE - alpha) + 127) / OPAQUE);
    }
}
