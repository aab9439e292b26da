package dev.codevar.app;

import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzArray;
import dev.codevar.files.npz.NpzWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** Files of numbers that follow from their places. */
public final class SmallFiles {
    private SmallFiles() {}

    /** Writes an npz of features (n, d) between 0 and 4, and nothing else. */
    public static Path features(Path file, int n, int d) {
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i / d * 53 + i % d * 67 + i / d * (i % d) * 13) % 241 / 64f;
        }
        return features(file, d, values);
    }

    /** Writes an npz of these features, row by row, and nothing else. */
    public static Path features(Path file, int d, float... values) {
        try (NpzWriter npz = NpzWriter.create(file)) {
            try (NpzArray array = npz.array("features", NpyHeader.of(NpyType.FLOAT32, values.length / d, d))) {
                array.write(values);
            }
            npz.commit();
        }
        return file;
    }

    /** Writes an npz of a normal distribution: the mean is 0, and so is the covariance but for its diagonal. */
    public static Path statistics(Path file, double... diagonal) {
        int d = diagonal.length;
        double[] covariance = new double[d * d];
        for (int i = 0; i < d; i++) {
            covariance[i * d + i] = diagonal[i];
        }
        try (NpzWriter npz = NpzWriter.create(file)) {
            try (NpzArray array = npz.array("mu", NpyHeader.of(NpyType.FLOAT64, d))) {
                array.write(new double[d]);
            }
            try (NpzArray array = npz.array("sigma", NpyHeader.of(NpyType.FLOAT64, d, d))) {
                array.write(covariance);
            }
            npz.commit();
        }
        return file;
    }

    /** Writes an npz of square pictures, each of one brightness. */
    public static Path pictures(Path file, int n, int side) {
        byte[] bytes = new byte[n * side * side * 3];
        for (int i = 0; i < n; i++) {
            Arrays.fill(bytes, i * side * side * 3, (i + 1) * side * side * 3, (byte) (40 * i));
        }
        try (NpzWriter npz = NpzWriter.create(file)) {
            try (NpzArray array = npz.array("arr_0", NpyHeader.of(NpyType.UINT8, n, side, side, 3))) {
                array.write(bytes);
            }
            npz.commit();
        }
        return file;
    }
}
