package dev.codevar.picture.webp;

import dev.codevar.picture.format.FileBytes;
import dev.codevar.picture.webp.lossless.LosslessPicture;

/** The transparency that goes with a lossy picture: bytes as they are or packed like a lossless picture's greens, predicted or not. */
final class AlphaPlane {
    private static final int PACKED = 1;
    private static final int FROM_LEFT = 1;
    private static final int FROM_SLOPE = 3;

    private AlphaPlane() {}

    /** {@return a byte for each pixel, 0 for transparent to 255} */
    static byte[] of(FileBytes in, int from, int to, int width, int height) {
        if (from >= to) {
            throw in.broken("the webp data end too early");
        }
        int head = in.at(from);
        byte[] alpha = new byte[width * height];
        if ((head & 3) == PACKED) {
            int[] argb = LosslessPicture.withoutHeader(in, from + 1, to, width, height);
            for (int i = 0; i < alpha.length; i++) {
                alpha[i] = (byte) (argb[i] >> 8);
            }
        } else if ((head & 3) == 0 && to - from > alpha.length) {
            System.arraycopy(in.array(), from + 1, alpha, 0, alpha.length);
        } else {
            throw in.broken("the webp data are broken: transparency");
        }
        predict(alpha, width, head >> 2 & 3);
        return alpha;
    }

    private static void predict(byte[] alpha, int width, int way) {
        if (way == 0) {
            return;
        }
        for (int at = 1; at < alpha.length; at++) {
            alpha[at] += (byte) expected(alpha, at, width, way);
        }
    }

    private static int expected(byte[] alpha, int at, int width, int way) {
        if (at < width || (way == FROM_LEFT && at % width != 0)) {
            return alpha[at - 1];
        }
        int above = alpha[at - width] & 0xff;
        if (way != FROM_SLOPE || at % width == 0) {
            return above;
        }
        int slope = (alpha[at - 1] & 0xff) + above - (alpha[at - width - 1] & 0xff);
        return Math.max(0, Math.min(255, slope));
    }
}
