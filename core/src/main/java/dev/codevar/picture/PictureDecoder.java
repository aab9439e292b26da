package dev.codevar.picture;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.format.Blend;
import dev.codevar.picture.format.BmpHeader;
import dev.codevar.picture.format.GifFrame;
import dev.codevar.picture.format.JpegSegments;
import dev.codevar.picture.format.PictureBudget;
import dev.codevar.picture.format.PngChunks;
import dev.codevar.picture.tiff.TiffFile;
import dev.codevar.picture.webp.WebPFile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes the bytes of a picture file, mostly by the JDK's readers: they get only what was walked through before and stays within the
 * budget, and whatever they throw is turned into one line.
 */
final class PictureDecoder {
    private static final int OPAQUE = 255;
    private static final int UPRIGHT = 1;
    private static final String JPEG = "jpeg";

    private PictureDecoder() {}

    /** What is made of a file that a reader has open. */
    private interface Decoding {
        Picture of(ImageReader reader) throws IOException;
    }

    /** Walks through the file, and decodes nothing yet. */
    static PictureFile open(byte[] file, String name, PictureBudget budget) {
        budget.requireBytes(name, file.length);
        if (PngChunks.isPng(file)) {
            PngChunks png = PngChunks.of(file, name, budget);
            budget.requireSize(name, png.width(), png.height());
            return new PictureFile(
                    png.width(), png.height(), png.orientation(), () -> decode("png", png::pixelsOnly, name));
        }
        if (JpegSegments.isJpeg(file)) {
            JpegSegments jpeg = JpegSegments.of(file, name, budget);
            return new PictureFile(jpeg.width(), jpeg.height(), jpeg.orientation(), () -> decode(jpeg, name));
        }
        if (GifFrame.isGif(file)) {
            GifFrame gif = GifFrame.of(file, name, budget);
            return new PictureFile(
                    gif.width(), gif.height(), UPRIGHT, () -> owning(name, gif.width(), gif.height(), gif::rgb));
        }
        if (WebPFile.isWebP(file)) {
            WebPFile webp = WebPFile.of(file, name, budget);
            return new PictureFile(
                    webp.width(),
                    webp.height(),
                    webp.orientation(),
                    () -> owning(name, webp.width(), webp.height(), webp::rgb));
        }
        if (TiffFile.isTiff(file)) {
            TiffFile tiff = TiffFile.of(file, name, budget);
            return new PictureFile(
                    tiff.width(),
                    tiff.height(),
                    tiff.orientation(),
                    () -> owning(name, tiff.width(), tiff.height(), tiff::rgb));
        }
        if (BmpHeader.isBmp(file)) {
            BmpHeader bmp = BmpHeader.of(file, name, budget);
            return new PictureFile(bmp.width(), bmp.height(), UPRIGHT, () -> decode("bmp", bmp::pixelsOnly, name));
        }
        throw new BrokenFileException("cannot read " + name + ": it is not a PNG, JPEG, BMP, GIF, WebP or TIFF file");
    }

    /** The JDK's reader gives the numbers of four inks as they are stored, and makes no colours of them. */
    private static Picture decode(JpegSegments jpeg, String name) {
        return jpeg.inks()
                ? decode(JPEG, jpeg::pixelsOnly, name, reader -> FourInks.of(reader.readRaster(0, null), jpeg.luma()))
                : decode(JPEG, jpeg::pixelsOnly, name);
    }

    private static Picture owning(String name, int width, int height, Supplier<byte[]> rgb) {
        return inMemory(name, () -> Picture.owning(width, height, rgb.get()));
    }

    private static Picture inMemory(String name, Supplier<Picture> decoding) {
        try {
            return decoding.get();
        } catch (OutOfMemoryError e) {
            throw new CodeVarException("cannot read " + name + ": not enough memory", e);
        }
    }

    private static Picture decode(String format, Supplier<byte[]> pixelsOnly, String name) {
        return decode(format, pixelsOnly, name, reader -> picture(reader.read(0)));
    }

    private static Picture decode(String format, Supplier<byte[]> pixelsOnly, String name, Decoding decoding) {
        return inMemory(name, () -> decode(format, pixelsOnly.get(), name, decoding));
    }

    private static Picture decode(String format, byte[] file, String name, Decoding decoding) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            return decoding.of(reader);
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
                rgb[at] = Blend.onWhite(argb[x] >> 16 & 0xff, alpha);
                rgb[at + 1] = Blend.onWhite(argb[x] >> 8 & 0xff, alpha);
                rgb[at + 2] = Blend.onWhite(argb[x] & 0xff, alpha);
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
}
