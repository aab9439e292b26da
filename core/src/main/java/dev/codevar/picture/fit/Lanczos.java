package dev.codevar.picture.fit;

import dev.codevar.picture.Picture;

/**
 * Changes pictures' sizes as Pillow's Lanczos filter does, which the published recipe uses: 8 bits a value and weights of 22 bits
 * after the point, first along the rows, then along the columns, each rounded to 8 bits.
 */
public final class Lanczos {
    private static final int COLOURS = 3;
    private static final int WEIGHT_BITS = 22;
    private static final int HALF = 1 << (WEIGHT_BITS - 1);
    private static final double REACH = 3;

    private Lanczos() {}

    /**
     * A picture's new size, and the part that is wanted of it.
     *
     * @param width of the whole
     * @param height of the whole
     * @param left how many columns are left of the part
     * @param top how many rows are above it
     * @param columns of the part
     * @param rows of the part
     */
    public record Target(int width, int height, int left, int top, int columns, int rows) {}

    /** Along one side, for each value that is wanted: where what it is a sum of begins, and the weights as whole numbers. */
    private static final class Axis {
        private final int[] first;
        private final int[][] weights;

        Axis(int from, int to, int begin, int count) {
            double scale = (double) from / to;
            double spread = Math.max(1, scale);
            first = new int[count];
            weights = new int[count][];
            for (int i = 0; i < count; i++) {
                double centre = (begin + i + 0.5) * scale;
                first[i] = Math.max(0, (int) (centre - REACH * spread + 0.5));
                int end = Math.min(from, (int) (centre + REACH * spread + 0.5));
                weights[i] = weights(first[i], end, centre, spread);
            }
        }

        private static int[] weights(int first, int end, double centre, double spread) {
            double[] exact = new double[end - first];
            double sum = 0;
            for (int i = 0; i < exact.length; i++) {
                exact[i] = lanczos((first + i - centre + 0.5) * (1 / spread));
                sum += exact[i];
            }
            int[] whole = new int[exact.length];
            for (int i = 0; i < whole.length; i++) {
                double weight = exact[i] / sum * (1 << WEIGHT_BITS);
                whole[i] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
            }
            return whole;
        }

        private static double lanczos(double x) {
            return x >= -REACH && x < REACH ? sinc(x) * sinc(x / REACH) : 0;
        }

        /** Strict, so that every machine gets the same bits. */
        private static double sinc(double x) {
            return x == 0 ? 1 : StrictMath.sin(x * Math.PI) / (x * Math.PI);
        }

        int end() {
            int last = first.length - 1;
            return first[last] + weights[last].length;
        }

        /** {@return value {@code i} of what lies in {@code values} from {@code at} on, {@code stride} apart} */
        byte sum(int i, byte[] values, int at, int stride) {
            int sum = HALF;
            int[] of = weights[i];
            for (int j = 0; j < of.length; j++) {
                sum += of[j] * (values[at + j * stride] & 0xFF);
            }
            return (byte) Math.max(0, Math.min(255, sum >> WEIGHT_BITS));
        }
    }

    /** {@return the part's pixels, row by row: red, green, blue} */
    public static byte[] cut(Picture picture, Target target) {
        Axis across = new Axis(picture.width(), target.width(), target.left(), target.columns());
        Axis down = new Axis(picture.height(), target.height(), target.top(), target.rows());
        byte[] rgb = picture.rgb();
        int begin = down.first[0];
        int rowBytes = COLOURS * target.columns();
        // Only those rows that the part is a sum of.
        byte[] narrow = new byte[(down.end() - begin) * rowBytes];
        for (int y = begin; y < down.end(); y++) {
            for (int x = 0; x < target.columns(); x++) {
                int at = (y * picture.width() + across.first[x]) * COLOURS;
                for (int c = 0; c < COLOURS; c++) {
                    narrow[(y - begin) * rowBytes + x * COLOURS + c] = across.sum(x, rgb, at + c, COLOURS);
                }
            }
        }
        byte[] part = new byte[rowBytes * target.rows()];
        for (int y = 0; y < target.rows(); y++) {
            int at = (down.first[y] - begin) * rowBytes;
            for (int x = 0; x < rowBytes; x++) {
                part[y * rowBytes + x] = down.sum(y, narrow, at + x, rowBytes);
            }
        }
        return part;
    }
}
