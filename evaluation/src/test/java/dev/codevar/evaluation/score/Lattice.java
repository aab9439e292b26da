package dev.codevar.evaluation.score;

import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * Features that anybody can compute: whole numbers over 64, ((i·a + j·b + i·j·c + (i·i mod 7)·j) mod m)/64. Their sums are exact
 * in float32. What the tests expect of them was computed with numpy and scipy.
 */
public final class Lattice {
    /** (60, 8), the reference. */
    public static final FeatureArray REFERENCE = of(60, 8, 37, 101, 11, 257, 0);

    /** (80, 8), the samples. */
    public static final FeatureArray SAMPLES = of(80, 8, 53, 67, 13, 241, 0.25);

    private Lattice() {}

    public static FeatureArray of(int n, int d, int a, int b, int c, int m, double shift) {
        float[] values = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                values[i * d + j] = (float) ((i * a + j * b + i * j * c + i * i % 7 * j) % m / 64.0 + shift);
            }
        }
        return new FeatureArray(values, d);
    }

    /** {@return logits (80, 5) of the samples, by the weights ((7i + 3j + 1) mod 11 − 5)/8} */
    static FeatureArray logits() {
        int classes = 5;
        float[] values = new float[SAMPLES.count() * classes];
        for (int n = 0; n < SAMPLES.count(); n++) {
            float[] row = row(SAMPLES, n);
            for (int c = 0; c < classes; c++) {
                for (int i = 0; i < row.length; i++) {
                    values[n * classes + c] += row[i] * ((7 * i + 3 * c + 1) % 11 - 5) / 8;
                }
            }
        }
        return new FeatureArray(values, classes);
    }

    public static float[] row(Features features, int row) {
        float[] values = new float[features.dimensions()];
        features.read(row, FloatBuffer.wrap(values));
        return values;
    }

    /** {@return the first {@code count} rows} */
    public static Features first(Features features, int count) {
        return features.select(IntStream.range(0, count).toArray());
    }
}
