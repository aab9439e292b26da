package dev.codevar.picture.webp.lossless;

/** Undoes what a lossless picture's colours went through, pixel by pixel. */
final class ColourTransforms {
    private ColourTransforms() {}

    /** Red and blue were stored without green. */
    static int[] addGreen(int[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            int green = pixels[i] >> 8 & 0xff;
            pixels[i] = with(pixels[i], (pixels[i] >> 16) + green, pixels[i] + green);
        }
        return pixels;
    }

    /**
     * Red was stored without a part of green, and blue without parts of green and red.
     *
     * @param bits of the side of a square with the same parts
     * @param parts of each square: in its blue how much of green is in red, then of green in blue, then of red in blue
     */
    static int[] acrossColours(int[] pixels, int width, int bits, int[] parts) {
        int across = LosslessPixels.parts(width, bits);
        for (int from = 0, y = 0; from < pixels.length; from += width, y++) {
            for (int x = 0; x < width; x++) {
                int argb = pixels[from + x];
                int part = parts[(y >> bits) * across + (x >> bits)];
                int green = argb >> 8;
                int red = (argb >> 16) + share(part, green);
                int blue = argb + share(part >> 8, green) + share(part >> 16, red);
                pixels[from + x] = with(argb, red, blue);
            }
        }
        return pixels;
    }

    private static int share(int part, int colour) {
        return ((byte) part * (byte) colour) >> 5;
    }

    private static int with(int argb, int red, int blue) {
        return (argb & 0xff00ff00) | (red & 0xff) << 16 | (blue & 0xff);
    }

    /**
     * Colours were stored as their numbers, {@code 1 << bits} of them in a pixel's green. Numbers beyond the palette are transparent.
     *
     * @param width of the whole picture
     */
    static int[] colours(int[] pixels, int width, int bits, int[] palette) {
        int stored = LosslessPixels.parts(width, bits);
        int height = pixels.length / stored;
        int each = 8 >> bits;
        int[] argb = bits == 0 ? pixels : new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int place = x & ((1 << bits) - 1);
                int number = pixels[y * stored + (x >> bits)] >> (8 + place * each) & ((1 << each) - 1);
                argb[y * width + x] = number < palette.length ? palette[number] : 0;
            }
        }
        return argb;
    }
}
