package dev.codevar.picture.webp.lossy;

/** Makes values of coefficients (RFC 6386, 14). */
final class InverseTransforms {
    private static final int PER_BLOCK = Coefficients.PER_BLOCK;

    private InverseTransforms() {}

    /** Makes the first coefficients of 16 blocks of the means' ones (Walsh and Hadamard). */
    static void means(int[] in, int[] blocks) {
        int[] columns = new int[PER_BLOCK];
        for (int i = 0; i < 4; i++) {
            int outer = in[i] + in[12 + i];
            int inner = in[4 + i] + in[8 + i];
            int innerLess = in[4 + i] - in[8 + i];
            int outerLess = in[i] - in[12 + i];
            columns[i] = outer + inner;
            columns[4 + i] = outerLess + innerLess;
            columns[8 + i] = outer - inner;
            columns[12 + i] = outerLess - innerLess;
        }
        for (int i = 0; i < PER_BLOCK; i += 4) {
            int first = columns[i] + 3;
            int outer = first + columns[i + 3];
            int inner = columns[i + 1] + columns[i + 2];
            int innerLess = columns[i + 1] - columns[i + 2];
            int outerLess = first - columns[i + 3];
            blocks[i * PER_BLOCK] = (outer + inner) >> 3;
            blocks[(i + 1) * PER_BLOCK] = (outerLess + innerLess) >> 3;
            blocks[(i + 2) * PER_BLOCK] = (outer - inner) >> 3;
            blocks[(i + 3) * PER_BLOCK] = (outerLess - innerLess) >> 3;
        }
    }

    /** Adds to 4 x 4 values what a block's coefficients, from {@code from} on, make (cosines). */
    static void add(int[] blocks, int from, Plane to, int x, int y) {
        boolean flat = true;
        for (int i = from + 1; i < from + PER_BLOCK; i++) {
            flat &= blocks[i] == 0;
        }
        if (!flat) {
            addAll(blocks, from, to, x, y);
        } else if (blocks[from] != 0) {
            for (int i = 0; i < PER_BLOCK; i++) {
                to.add(x + i % 4, y + i / 4, (blocks[from] + 4) >> 3);
            }
        }
    }

    private static void addAll(int[] blocks, int from, Plane to, int x, int y) {
        int[] columns = new int[PER_BLOCK];
        for (int i = 0; i < 4; i++) {
            int at = from + i;
            int sum = blocks[at] + blocks[at + 8];
            int less = blocks[at] - blocks[at + 8];
            int turned = sine(blocks[at + 4]) - cosine(blocks[at + 12]);
            int other = cosine(blocks[at + 4]) + sine(blocks[at + 12]);
            columns[4 * i] = sum + other;
            columns[4 * i + 1] = less + turned;
            columns[4 * i + 2] = less - turned;
            columns[4 * i + 3] = sum - other;
        }
        for (int row = 0; row < 4; row++) {
            int first = columns[row] + 4;
            int sum = first + columns[row + 8];
            int less = first - columns[row + 8];
            int turned = sine(columns[row + 4]) - cosine(columns[row + 12]);
            int other = cosine(columns[row + 4]) + sine(columns[row + 12]);
            to.add(x, y + row, (sum + other) >> 3);
            to.add(x + 1, y + row, (less + turned) >> 3);
            to.add(x + 2, y + row, (less - turned) >> 3);
            to.add(x + 3, y + row, (sum - other) >> 3);
        }
    }

    /** Times the square root of 2 and the cosine of an eighth of pi. */
    private static int cosine(int value) {
        return ((value * 20091) >> 16) + value;
    }

    /** Times the square root of 2 and the sine of an eighth of pi. */
    private static int sine(int value) {
        return (value * 35468) >> 16;
    }
}
