package dev.codevar.evaluation.warning;

import dev.codevar.evaluation.score.matrix.Features;
import java.nio.FloatBuffer;

/** Passes over all rows of features once, in blocks that stay small. */
final class RowPasses {
    private static final int NUMBERS_TOGETHER = 1 << 20;

    private RowPasses() {}

    /** What is done with a row. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param row its place
         * @param values hold the row
         * @param from where in {@code values} it begins
         */
        void visit(int row, float[] values, int from);
    }

    static void forEach(Features features, Visitor visitor) {
        int n = features.count();
        int d = features.dimensions();
        int together = Math.max(1, Math.min(n, NUMBERS_TOGETHER / d));
        float[] rows_nd = new float[together * d];
        for (int first = 0; first < n; first += together) {
            int rows = Math.min(together, n - first);
            features.read(first, FloatBuffer.wrap(rows_nd, 0, rows * d));
            for (int i = 0; i < rows; i++) {
                visitor.visit(first + i, rows_nd, i * d);
            }
        }
    }
}
