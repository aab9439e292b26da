package dev.codevar.app;

import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Scores by their formulas in plain Java, of few features: rows of numbers, one for each picture. */
final class PlainScores {
    private static final int SWEEPS = 30;

    private PlainScores() {}

    /** {@return the rows of a file of features as runs keep them: little-endian float32} */
    static double[][] rows(Path file, int numbers) throws IOException {
        return rows(
                ByteBuffer.wrap(Files.readAllBytes(file))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer(),
                numbers);
    }

    /** {@return the features of a reference with so many pictures} */
    static double[][] reference(Path npz, int pictures, int numbers) {
        float[] values = new float[pictures * numbers];
        try (NpzReader reader = NpzReader.open(npz);
                NpyStream stream = reader.stream("features", NpyType.FLOAT32, pictures, numbers)) {
            stream.readFloats(values);
        }
        return rows(FloatBuffer.wrap(values), numbers);
    }

    private static double[][] rows(FloatBuffer values, int numbers) {
        double[][] rows = new double[values.remaining() / numbers][numbers];
        for (double[] row : rows) {
            for (int i = 0; i < numbers; i++) {
                row[i] = values.get();
            }
        }
        return rows;
    }

    /** {@return some columns of every row} */
    static double[][] columns(double[][] rows, int from, int to) {
        return IntStream.range(0, rows.length)
                .mapToObj(row -> Arrays.copyOfRange(rows[row], from, to))
                .toArray(double[][]::new);
    }

    /** {@return exp of the mean of KL(p ‖ mean p), with p the probabilities of a row of logits} */
    static double inceptionScore(double[][] logits) {
        double[] mean = new double[logits[0].length];
        double[][] p = new double[logits.length][];
        for (int row = 0; row < p.length; row++) {
            double[] exp = Arrays.stream(logits[row]).map(Math::exp).toArray();
            double sum = Arrays.stream(exp).sum();
            p[row] = Arrays.stream(exp).map(one -> one / sum).toArray();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += p[row][i] / p.length;
            }
        }
        double divergence = 0;
        for (double[] row : p) {
            for (int i = 0; i < mean.length; i++) {
                divergence += row[i] * Math.log(row[i] / mean[i]) / p.length;
            }
        }
        return Math.exp(divergence);
    }

    /**
     * {@return |μ₁ − μ₂|² + tr(Σ₁) + tr(Σ₂) − 2·tr((Σ₁Σ₂)^½)} With X the centred rows over √(n − 1) and Σ = XᵀX, the last trace is the
     * sum of the singular values of X₁X₂ᵀ.
     */
    static double frechetDistance(double[][] one, double[][] other) {
        double[] mean = mean(one);
        double[] otherMean = mean(other);
        double distance = 0;
        for (int i = 0; i < mean.length; i++) {
            distance += (mean[i] - otherMean[i]) * (mean[i] - otherMean[i]);
        }
        double[][] x = centred(one, mean);
        double[][] y = centred(other, otherMean);
        double[][] columns = new double[y.length][x.length];
        for (int column = 0; column < y.length; column++) {
            for (int row = 0; row < x.length; row++) {
                columns[column][row] = dot(x[row], y[column]);
            }
        }
        return distance + squares(x) + squares(y) - 2 * sumOfSingularValues(columns);
    }

    private static double[] mean(double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        return mean;
    }

    private static double[][] centred(double[][] rows, double[] mean) {
        double[][] centred = new double[rows.length][mean.length];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < mean.length; i++) {
                centred[row][i] = (rows[row][i] - mean[i]) / Math.sqrt(rows.length - 1);
            }
        }
        return centred;
    }

    private static double dot(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] * other[i])
                .sum();
    }

    private static double squares(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(row -> dot(row, row)).sum();
    }

    /** By turning every two columns until all stand at right angles (Hestenes, 1958): their lengths are the singular values. */
    private static double sumOfSingularValues(double[][] columns) {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < columns.length; p++) {
                for (int q = p + 1; q < columns.length; q++) {
                    turn(columns[p], columns[q]);
                }
            }
        }
        return Arrays.stream(columns)
                .mapToDouble(column -> Math.sqrt(dot(column, column)))
                .sum();
    }

    private static void turn(double[] p, double[] q) {
        double product = dot(p, q);
        if (product == 0) {
            return;
        }
        double zeta = (dot(q, q) - dot(p, p)) / (2 * product);
        double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        for (int i = 0; i < p.length; i++) {
            double before = p[i];
            p[i] = cosine * (before - tangent * q[i]);
            q[i] = cosine * (tangent * before + q[i]);
        }
    }
}
