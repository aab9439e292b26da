package dev.codevar.picture.webp.lossy;

/** Predicts a square of 16 x 16 values of brightness, or of 8 x 8 of a colour (RFC 6386, 12.2 and 12.3). */
final class LargePrediction {
    private static final int MIDDLE = 128;

    private LargePrediction() {}

    /**
     * Predicts the values from {@code x}, {@code y} on.
     *
     * @param mode of {@link BlockModes}
     */
    static void predict(Plane plane, int x, int y, int side, int mode) {
        int mean = mode == BlockModes.MEAN ? mean(plane, x, y, side) : 0;
        int corner = plane.at(x - 1, y - 1);
        for (int row = y; row < y + side; row++) {
            int left = plane.at(x - 1, row);
            for (int column = x; column < x + side; column++) {
                plane.set(
                        column,
                        row,
                        switch (mode) {
                            case BlockModes.MEAN -> mean;
                            case BlockModes.LEFT -> left;
                            case BlockModes.ABOVE -> plane.at(column, y - 1);
                            default -> Plane.within(left + plane.at(column, y - 1) - corner);
                        });
            }
        }
    }

    /** Of what is inside the picture. */
    private static int mean(Plane plane, int x, int y, int side) {
        int sum = 0;
        for (int i = 0; i < side; i++) {
            sum += x > 0 ? plane.at(x - 1, y + i) : 0;
            sum += y > 0 ? plane.at(x + i, y - 1) : 0;
        }
        int count = (x > 0 ? side : 0) + (y > 0 ? side : 0);
        return count == 0 ? MIDDLE : (sum + count / 2) / count;
    }
}
