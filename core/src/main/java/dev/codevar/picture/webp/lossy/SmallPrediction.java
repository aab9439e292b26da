package dev.codevar.picture.webp.lossy;

/**
 * Predicts 4 x 4 values of brightness (RFC 6386, 12.3). The neighbours are taken as one line, from the lowest on the left over the
 * corner to the eighth above; most modes give every value the mean of three neighbours on it or of two.
 */
final class SmallPrediction {
    private static final int SIDE = 4;
    /** Where the line's parts begin: it is longer by two at its ends, which repeat what stands there. */
    private static final int LOWEST = 2;

    private static final int CORNER = LOWEST + 4;
    private static final int ABOVE = CORNER + 1;
    private static final int LENGTH = ABOVE + 8 + 1;

    /**
     * By mode and place, which means are taken: an even number is twice the middle of three, counted from the lowest on the left; an
     * odd one lies between two.
     */
    private static final int[][] MEANS = {
        {},
        {},
        {10, 12, 14, 16, 10, 12, 14, 16, 10, 12, 14, 16, 10, 12, 14, 16},
        {6, 6, 6, 6, 4, 4, 4, 4, 2, 2, 2, 2, 0, 0, 0, 0},
        {12, 14, 16, 18, 14, 16, 18, 20, 16, 18, 20, 22, 18, 20, 22, 24},
        {8, 10, 12, 14, 6, 8, 10, 12, 4, 6, 8, 10, 2, 4, 6, 8},
        {9, 11, 13, 15, 8, 10, 12, 14, 6, 9, 11, 13, 4, 8, 10, 12},
        {11, 13, 15, 17, 12, 14, 16, 18, 13, 15, 17, 20, 14, 16, 18, 22},
        {7, 8, 10, 12, 5, 6, 7, 8, 3, 4, 5, 6, 1, 2, 3, 4},
        {5, 4, 3, 2, 3, 2, 1, 0, 1, 0, -2, -2, -2, -2, -2, -2},
    };

    private SmallPrediction() {}

    /**
     * Predicts the values from {@code x}, {@code y} on.
     *
     * @param rightAbove the four values right of those above
     */
    static void predict(Plane plane, int x, int y, int mode, int[] rightAbove) {
        int[] line = line(plane, x, y, rightAbove);
        int mean = mode == BlockModes.MEAN ? mean(line) : 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            int value = switch (mode) {
                case BlockModes.MEAN -> mean;
                case BlockModes.SLOPE ->
                    Plane.within(line[CORNER - 1 - i / SIDE] + line[ABOVE + i % SIDE] - line[CORNER]);
                default -> mean(line, MEANS[mode][i]);
            };
            plane.set(x + i % SIDE, y + i / SIDE, value);
        }
    }

    private static int[] line(Plane plane, int x, int y, int[] rightAbove) {
        int[] line = new int[LENGTH];
        for (int i = 0; i < SIDE; i++) {
            line[LOWEST + i] = plane.at(x - 1, y + SIDE - 1 - i);
            line[ABOVE + i] = plane.at(x + i, y - 1);
            line[ABOVE + SIDE + i] = rightAbove[i];
        }
        line[0] = line[LOWEST];
        line[1] = line[LOWEST];
        line[CORNER] = plane.at(x - 1, y - 1);
        line[LENGTH - 1] = line[LENGTH - 2];
        return line;
    }

    private static int mean(int[] line, int which) {
        int at = LOWEST + (which >> 1);
        return (which & 1) == 0
                ? (line[at - 1] + 2 * line[at] + line[at + 1] + 2) >> 2
                : (line[at] + line[at + 1] + 1) >> 1;
    }

    private static int mean(int[] line) {
        int sum = SIDE;
        for (int i = 0; i < SIDE; i++) {
            sum += line[LOWEST + i] + line[ABOVE + i];
        }
        return sum >> 3;
    }
}
