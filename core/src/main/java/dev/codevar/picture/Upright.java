package dev.codevar.picture;

/** Turns a picture as its camera was held when it was taken. */
final class Upright {
    /** Orientations from here on exchange rows and columns. */
    private static final int FIRST_LYING = 5;

    private Upright() {}

    static boolean isLying(int orientation) {
        return orientation >= FIRST_LYING;
    }

    /**
     * {@return the picture as it is meant to be seen}
     *
     * @param stored as the file has it
     * @param orientation Exif's: 1 for what is upright, 2 to 8 for mirrored and turned pictures
     */
    static Picture of(Picture stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        int width = isLying(orientation) ? stored.height() : stored.width();
        int height = isLying(orientation) ? stored.width() : stored.height();
        int right = stored.width() - 1;
        int bottom = stored.height() - 1;
        byte[] from = stored.rgb();
        byte[] rgb = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = isLying(orientation) ? y : x;
                int row = isLying(orientation) ? x : y;
                boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
                boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
                int at = (fromBottom ? bottom - row : row) * stored.width() + (fromRight ? right - column : column);
                System.arraycopy(
                        from, at * Picture.CHANNELS, rgb, (y * width + x) * Picture.CHANNELS, Picture.CHANNELS);
            }
        }
        return Picture.owning(width, height, rgb);
    }
}
