package dev.codevar.app;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Scores of a few features by their definitions, in float64 and without tensors. */
public final class PlainScores {
    private static final int SWEEPS = 50;

    private PlainScores() {}

    /** {@return little-endian float32 numbers, so many a row} */
    public static double[][] rows(byte[] bytes, int width) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        double[][] rows = new double[bytes.length / Float.BYTES / width][width];
        for (double[] row : rows) {
            Arrays.setAll(row, i -> numbers.getFloat());
        }
        return rows;
    }

    /** {@return neighbouring columns} */
    public static double[][] columns(double[][] rows, int first, int width) {
        return Arrays.stream(rows)
                .map(row -> Arrays.copyOfRange(row, first, first + width))
                .toArray(double[][]::new);
    }

    /**
     * The squared Fréchet distance of fewer features than dimensions. With covariances AᵀA and BᵀB, of centred rows divided by √(n − 1),
     * tr((AᵀA·BᵀB)^½) is the sum of the singular values of ABᵀ, which has a row a feature.
     */
    public static double frechet(double[][] one, double[][] other) {
        double[] mean = mean(one);
        double[] otherMean = mean(other);
        double[][] a = centred(one, mean);
        double[][] b = centred(other, otherMean);
        double[][] across = products(a, b);
        double root = Arrays.stream(eigenvalues(products(across, across)))
                .map(value -> Math.sqrt(Math.max(0, value)))
                .sum();
        return squaredDistance(mean, otherMean) + trace(products(a, a)) + trace(products(b, b)) - 2 * root;
    }

    private static double[] mean(double[][] rows) {
        return IntStream.range(0, rows[0].length)
                .mapToDouble(i -> Arrays.stream(rows).mapToDouble(row -> row[i]).sum() / rows.length)
                .toArray();
    }

    private static double[][] centred(double[][] rows, double[] mean) {
        double root = Math.sqrt(rows.length - 1);
        return Arrays.stream(rows)
                .map(row -> IntStream.range(0, row.length)
                        .mapToDouble(i -> (row[i] - mean[i]) / root)
                        .toArray())
                .toArray(double[][]::new);
    }

    /** {@return every row of one times every row of the other} */
    private static double[][] products(double[][] one, double[][] other) {
        double[][] products = new double[one.length][other.length];
        for (int i = 0; i < one.length; i++) {
            for (int j = 0; j < other.length; j++) {
                for (int k = 0; k < one[i].length; k++) {
                    products[i][j] += one[i][k] * other[j][k];
                }
            }
        }
        return products;
    }

    private static double trace(double[][] matrix) {
        return IntStream.range(0, matrix.length).mapToDouble(i -> matrix[i][i]).sum();
    }

    /** {@return those of a symmetric matrix, by Jacobi's rotations, which leave its diagonal} */
    private static double[] eigenvalues(double[][] matrix) {
        int n = matrix.length;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    double angle = 0.5 * Math.atan2(2 * matrix[p][q], matrix[q][q] - matrix[p][p]);
                    rotate(matrix, p, q, Math.cos(angle), Math.sin(angle));
                }
            }
        }
        return IntStream.range(0, n).mapToDouble(i -> matrix[i][i]).toArray();
    }

    private static void rotate(double[][] matrix, int p, int q, double cos, double sin) {
        for (double[] row : matrix) {
            double before = row[p];
            row[p] = cos * before - sin * row[q];
            row[q] = sin * before + cos * row[q];
        }
        for (int k = 0; k < matrix.length; k++) {
            double before = matrix[p][k];
            matrix[p][k] = cos * before - sin * matrix[q][k];
            matrix[q][k] = sin * before + cos * matrix[q][k];
        }
    }

    /** {@return exp of the mean divergence of the rows' probabilities from their mean} */
    public static double inceptionScore(double[][] logits) {
        double[][] probabilities = Arrays.stream(logits)
                .map(row -> {
                    double largest = Arrays.stream(row).max().orElseThrow();
                    double sum =
                            Arrays.stream(row).map(it -> Math.exp(it - largest)).sum();
                    return Arrays.stream(row)
                            .map(it -> Math.exp(it - largest) / sum)
                            .toArray();
                })
                .toArray(double[][]::new);
        double[] mean = mean(probabilities);
        double divergence = 0;
        for (double[] row : probabilities) {
            for (int i = 0; i < row.length; i++) {
                divergence += row[i] == 0 ? 0 : row[i] * Math.log(row[i] / mean[i]);
            }
        }
        return Math.exp(divergence / logits.length);
    }

    /** {@return the share of points no further from one of the others than that one's k-th nearest of its own set} */
    public static double shareInside(double[][] points, double[][] others, int k) {
        double[] radii = Arrays.stream(others)
                .mapToDouble(centre -> Arrays.stream(others)
                        .mapToDouble(it -> squaredDistance(centre, it))
                        .sorted()
                        .toArray()[k])
                .toArray();
        long inside = Arrays.stream(points)
                .filter(point ->
                        IntStream.range(0, others.length).anyMatch(i -> squaredDistance(point, others[i]) <= radii[i]))
                .count();
        return inside / (double) points.length;
    }

    private static double squaredDistance(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> (one[i] - other[i]) * (one[i] - other[i]))
                .sum();
    }
}
