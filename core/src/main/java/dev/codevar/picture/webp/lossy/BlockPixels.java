package dev.codevar.picture.webp.lossy;

import java.util.Arrays;

/** Makes the values of one large block after another: what its neighbours let expect, and what its coefficients add. */
final class BlockPixels {
    private static final int LARGE = 16;
    private static final int HALF = 8;
    private static final int SMALL = 4;

    private final Plane brightness;
    private final Plane blue;
    private final Plane red;
    private final Coefficients coefficients;
    private final BlockModes modes;

    BlockPixels(Plane brightness, Plane blue, Plane red, Coefficients coefficients, BlockModes modes) {
        this.brightness = brightness;
        this.blue = blue;
        this.red = red;
        this.coefficients = coefficients;
        this.modes = modes;
    }

    /**
     * Makes the block of a column and a row.
     *
     * @param across how many blocks a row has
     */
    void make(int column, int row, int across) {
        int[] values = coefficients.values();
        if (modes.isSmall()) {
            makeSmall(column, row, column == across - 1, values);
        } else {
            LargePrediction.predict(brightness, LARGE * column, LARGE * row, LARGE, modes.mode(0));
            for (int i = 0; i < 16; i++) {
                addBlock(brightness, LARGE * column, LARGE * row, i, SMALL, values, i);
            }
        }
        for (Plane colour : new Plane[] {blue, red}) {
            LargePrediction.predict(colour, HALF * column, HALF * row, HALF, modes.colour());
            for (int i = 0; i < 4; i++) {
                addBlock(colour, HALF * column, HALF * row, i, 2, values, (colour == blue ? 16 : 20) + i);
            }
        }
    }

    /** Adds block {@code i} of those that lie {@code perRow} in a row. */
    private static void addBlock(Plane plane, int x, int y, int i, int perRow, int[] values, int block) {
        InverseTransforms.add(
                values, block * Coefficients.PER_BLOCK, plane, x + SMALL * (i % perRow), y + SMALL * (i / perRow));
    }

    private void makeSmall(int column, int row, boolean last, int[] values) {
        int x = LARGE * column;
        int y = LARGE * row;
        int[] rightAbove = new int[SMALL];
        int[] rightOfAll = rightOfAll(x, y, last);
        for (int i = 0; i < 16; i++) {
            int left = x + SMALL * (i % 4);
            int top = y + SMALL * (i / 4);
            if (i % 4 < 3) {
                for (int next = 0; next < SMALL; next++) {
                    rightAbove[next] = brightness.at(left + SMALL + next, top - 1);
                }
            }
            SmallPrediction.predict(brightness, left, top, modes.mode(i), i % 4 < 3 ? rightAbove : rightOfAll);
            addBlock(brightness, x, y, i, SMALL, values, i);
        }
    }

    /** The values right of those above the large block count for all its rows; beyond the picture the last one does. */
    private int[] rightOfAll(int x, int y, boolean last) {
        int[] right = new int[SMALL];
        if (last) {
            Arrays.fill(right, brightness.at(x + LARGE - 1, y - 1));
            return right;
        }
        for (int next = 0; next < SMALL; next++) {
            right[next] = brightness.at(x + LARGE + next, y - 1);
        }
        return right;
    }
}
