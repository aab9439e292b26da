package dev.codevar.picture.webp.lossless;

/** Adds to each pixel of a lossless picture what was expected of it, from those left of it and above. */
final class Predictors {
    private static final int BLACK = 0xff000000;
    private static final int LEFT = 1;
    private static final int ABOVE = 2;

    private Predictors() {}

    /**
     * Undoes the prediction.
     *
     * @param bits of the side of a square with one way to predict
     * @param ways of each square, in its green
     */
    static int[] undo(int[] pixels, int width, int bits, int[] ways) {
        int across = LosslessPixels.parts(width, bits);
        for (int from = 0, y = 0; from < pixels.length; from += width, y++) {
            for (int x = 0; x < width; x++) {
                int way = y == 0 ? LEFT : x == 0 ? ABOVE : ways[(y >> bits) * across + (x >> bits)] >> 8 & 0xf;
                int at = from + x;
                pixels[at] = sum(pixels[at], at == 0 ? BLACK : expected(way, pixels, at, width));
            }
        }
        return pixels;
    }

    /** {@return the sums of all four, each without what goes over a byte} */
    static int sum(int a, int b) {
        return ((a & 0xff00ff00) + (b & 0xff00ff00) & 0xff00ff00) | ((a & 0x00ff00ff) + (b & 0x00ff00ff) & 0x00ff00ff);
    }

    private static int expected(int way, int[] pixels, int at, int width) {
        int left = pixels[at - 1];
        if (way == LEFT) {
            return left;
        }
        int above = pixels[at - width];
        if (way == ABOVE) {
            return above;
        }
        // At the right end this is the first of the same row.
        int right = pixels[at - width + 1];
        int corner = pixels[at - width - 1];
        return switch (way) {
            case 3 -> right;
            case 4 -> corner;
            case 5 -> mean(mean(left, right), above);
            case 6 -> mean(left, corner);
            case 7 -> mean(left, above);
            case 8 -> mean(corner, above);
            case 9 -> mean(above, right);
            case 10 -> mean(mean(left, corner), mean(above, right));
            case 11 -> nearer(left, above, corner);
            case 12 -> slope(left, above, corner);
            case 13 -> halfSlope(mean(left, above), corner);
            default -> BLACK;
        };
    }

    private static int mean(int a, int b) {
        return (((a ^ b) & 0xfefefefe) >>> 1) + (a & b);
    }

    private static int nearer(int left, int above, int corner) {
        int toLeft = 0;
        int toAbove = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            toLeft += Math.abs((above >> shift & 0xff) - (corner >> shift & 0xff));
            toAbove += Math.abs((left >> shift & 0xff) - (corner >> shift & 0xff));
        }
        return toLeft < toAbove ? left : above;
    }

    private static int slope(int left, int above, int corner) {
        int argb = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            argb |= eightBits((left >> shift & 0xff) + (above >> shift & 0xff) - (corner >> shift & 0xff)) << shift;
        }
        return argb;
    }

    private static int halfSlope(int mean, int corner) {
        int argb = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            int value = mean >> shift & 0xff;
            argb |= eightBits(value + (value - (corner >> shift & 0xff)) / 2) << shift;
        }
        return argb;
    }

    private static int eightBits(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
