package dev.codevar.picture.webp;

import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.format.Blend;
import dev.codevar.picture.format.ExifOrientation;
import dev.codevar.picture.format.FileBytes;
import dev.codevar.picture.format.PictureBudget;
import dev.codevar.picture.webp.lossless.LosslessHeader;
import dev.codevar.picture.webp.lossless.LosslessPicture;
import dev.codevar.picture.webp.lossy.LossyPicture;
import java.nio.ByteBuffer;

/**
 * The chunks of a WebP file: where its first picture lies, what transparency goes with it, and how the camera was held. Of an animation the
 * first frame alone is taken, not the canvas that it is laid on.
 */
public final class WebPFile {
    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FRAME_HEADER = 16;
    private static final int CHANNELS = 3;

    private final FileBytes in;
    private int orientation = 1;
    private int alphaAt = -1;
    private int alphaEnd;
    private int pictureAt = -1;
    private int pictureEnd;
    private boolean lossless;
    private final int width;
    private final int height;

    private WebPFile(byte[] file, String name, PictureBudget budget) {
        in = new FileBytes(file, name, "WebP");
        // The length that the file says is not needed: each chunk says its own.
        walk(FIRST_CHUNK, in.length(), false);
        if (pictureAt < 0) {
            throw in.broken("the WebP has no picture");
        }
        if (lossless) {
            LosslessHeader header = LosslessPicture.header(in, pictureAt, pictureEnd);
            width = header.width();
            height = header.height();
        } else {
            width = LossyPicture.width(in, pictureAt, pictureEnd);
            height = LossyPicture.height(in, pictureAt);
        }
        budget.requireSize(name, width, height);
    }

    /** {@return whether the bytes begin as a WebP file does} */
    public static boolean isWebP(byte[] file) {
        FileBytes in = new FileBytes(file, "", "");
        return in.has(0, "RIFF") && in.has(8, "WEBP");
    }

    /**
     * @param file not copied
     * @param name what an error calls it
     * @param budget what it may have
     * @throws CodeVarException when there is no picture in it, or it is over the budget
     */
    public static WebPFile of(byte[] file, String name, PictureBudget budget) {
        return new WebPFile(file, name, budget);
    }

    private void walk(int from, int to, boolean inFrame) {
        int at = from;
        while (at <= to - CHUNK_HEADER) {
            long length = Integer.toUnsignedLong(in.littleInt(at + 4));
            int data = at + CHUNK_HEADER;
            if (length > to - data) {
                if (pictureAt >= 0) {
                    // What was hung on to a whole picture is nobody's business.
                    return;
                }
                throw in.broken("the WebP ends within a chunk");
            }
            if (in.has(at, "ANMF")) {
                takeFrame(data + FRAME_HEADER, data + (int) length, inFrame);
            } else {
                take(at, data, data + (int) length);
            }
            // A chunk of an odd length is followed by a byte that says nothing.
            at = data + (int) length + (int) (length & 1);
        }
    }

    /** Frames have no frames in them. */
    private void takeFrame(int from, int to, boolean inFrame) {
        if (!inFrame && pictureAt < 0) {
            walk(from, to, true);
        }
    }

    private void take(int type, int from, int to) {
        boolean first = pictureAt < 0;
        if (in.has(type, "ALPH") && first) {
            alphaAt = from;
            alphaEnd = to;
        } else if ((in.has(type, "VP8 ") || in.has(type, "VP8L")) && first) {
            lossless = in.has(type, "VP8L");
            pictureAt = from;
            pictureEnd = to;
        } else if (in.has(type, "EXIF")) {
            // Some writers begin the data as in a JPEG.
            int tiff = in.has(from, "Exif\0\0") ? from + 6 : from;
            orientation = ExifOrientation.of(ByteBuffer.wrap(in.array(), tiff, Math.max(0, to - tiff)));
        }
    }

    /** {@return the picture's width in pixels} */
    public int width() {
        return width;
    }

    /** {@return the picture's height in pixels} */
    public int height() {
        return height;
    }

    /** {@return how the picture is turned, as Exif counts: 1 for upright to 8} */
    public int orientation() {
        return orientation;
    }

    /**
     * {@return the pixels: red, green, blue, row by row; laid on white where they are transparent}
     *
     * @throws CodeVarException when they are broken
     */
    public byte[] rgb() {
        if (lossless) {
            return colours(LosslessPicture.argb(in, pictureAt, pictureEnd));
        }
        byte[] rgb = LossyPicture.rgb(in, pictureAt, pictureEnd);
        if (alphaAt >= 0) {
            byte[] alpha = AlphaPlane.of(in, alphaAt, alphaEnd, width, height);
            for (int at = 0; at < rgb.length; at++) {
                rgb[at] = Blend.onWhite(rgb[at] & 0xff, alpha[at / CHANNELS] & 0xff);
            }
        }
        return rgb;
    }

    private static byte[] colours(int[] argb) {
        byte[] rgb = new byte[CHANNELS * argb.length];
        for (int i = 0; i < argb.length; i++) {
            int alpha = argb[i] >>> 24;
            for (int channel = 0; channel < CHANNELS; channel++) {
                rgb[CHANNELS * i + channel] = Blend.onWhite(argb[i] >> (16 - 8 * channel) & 0xff, alpha);
            }
        }
        return rgb;
    }
}
