package dev.codevar.picture.webp.lossy;

/** Makes red, green and blue of brightness and two colours of half the size, which are drawn out smoothly. */
final class YuvColours {
    private final Plane brightness;
    private final Plane[] colours;
    private final int width;
    private final int height;

    /**
     * @param width of the picture, whose last blocks may go on beyond it
     */
    YuvColours(Plane brightness, Plane blue, Plane red, int width, int height) {
        this.brightness = brightness;
        this.colours = new Plane[] {blue, red};
        this.width = width;
        this.height = height;
    }

    byte[] rgb() {
        byte[] rgb = new byte[3 * width * height];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int light = scaled(brightness.at(x, y), 19077);
                int blue = colour(colours[0], x, y);
                int red = colour(colours[1], x, y);
                rgb[at++] = eightBits(light + scaled(red, 26149) - 14234);
                rgb[at++] = eightBits(light - scaled(blue, 6419) - scaled(red, 13320) + 8708);
                rgb[at++] = eightBits(light + scaled(blue, 33050) - 17685);
            }
        }
        return rgb;
    }

    /** {@return 9 parts of the nearest value, 3 and 3 of its neighbours, 1 of the one that is diagonal to it} */
    private int colour(Plane plane, int x, int y) {
        int column = x >> 1;
        int row = y >> 1;
        int beside = Math.max(0, Math.min((width - 1) >> 1, column + (x & 1) * 2 - 1));
        int over = Math.max(0, Math.min((height - 1) >> 1, row + (y & 1) * 2 - 1));
        int nearest = plane.at(column, row);
        int mixed = (nearest + 3 * (plane.at(beside, row) + plane.at(column, over)) + plane.at(beside, over) + 8) >> 3;
        return (mixed + nearest) >> 1;
    }

    private static int scaled(int value, int factor) {
        return (value * factor) >> 8;
    }

    /** Of a number with six bits behind the point, cut off. */
    private static byte eightBits(int value) {
        return (byte) Plane.within(value >> 6);
    }
}
