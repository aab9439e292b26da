package dev.codevar.picture;

import dev.codevar.picture.format.Blend;
import java.awt.image.Raster;

/**
 * Makes red, green and blue of a JPEG's four inks (cyan, magenta, yellow, black) as Pillow does, which the published pipelines read
 * pictures by: inks are stored inverted, whoever wrote the file, and no profile says what they look like.
 */
final class FourInks {
    private static final int BITS = 16;
    private static final int HALF = 1 << (BITS - 1);
    private static final int MIDDLE = 128;

    private FourInks() {}

    /**
     * {@return the picture}
     *
     * @param stored width x height x 4, 0 to 255
     * @param luma whether the first three are brightness and two differences of colours, in place of inks
     */
    static Picture of(Raster stored, boolean luma) {
        int width = stored.getWidth();
        int height = stored.getHeight();
        byte[] rgb = new byte[Picture.bytesOf(width, height)];
        int[] row = new int[4 * width];
        for (int y = 0; y < height; y++) {
            stored.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int at = 4 * x;
                if (luma) {
                    toInks(row, at);
                }
                int to = (y * width + x) * Picture.CHANNELS;
                for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                    rgb[to + channel] = Blend.light(255 - row[at + channel], row[at + 3]);
                }
            }
        }
        return Picture.owning(width, height, rgb);
    }

    /** By libjpeg's whole numbers. */
    private static void toInks(int[] row, int at) {
        int brightness = row[at];
        int blue = row[at + 1] - MIDDLE;
        int red = row[at + 2] - MIDDLE;
        row[at] = 255 - eightBits(brightness + whole(fixed(1.40200) * red));
        row[at + 1] = 255 - eightBits(brightness + whole(-fixed(0.34414) * blue - fixed(0.71414) * red));
        row[at + 2] = 255 - eightBits(brightness + whole(fixed(1.77200) * blue));
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << BITS) + 0.5);
    }

    private static int whole(int fixed) {
        return (fixed + HALF) >> BITS;
    }

    private static int eightBits(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
