package dev.codevar.evaluation.score.frechet;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import java.nio.FloatBuffer;

/** In what numbers the means of a Fréchet distance are computed; covariances always are in float64. */
public enum MeanPrecision {
    /** All in float64, from exact sums. */
    FLOAT64 {
        @Override
        public Gaussian gaussian(Features features) {
            return FeatureStatistics.of(features).gaussian();
        }

        @Override
        double squaredDistance(double[] one_d, double[] other_d) {
            double sum = 0;
            for (int i = 0; i < one_d.length; i++) {
                double difference = one_d[i] - other_d[i];
                sum += difference * difference;
            }
            return sum;
        }
    },

    /**
     * As published: rows are added in float32 one after the other, so that the mean depends on their order, by some 1e-6 for 50,000;
     * the means' differences, their squares and the sum of these are rounded to float32 too. In which order and in what numbers the
     * squares are added differs between machines there, in the last bit or two; here it is float64.
     */
    FLOAT32 {
        @Override
        public Gaussian gaussian(Features features) {
            return new Gaussian(
                    sequentialMean(features),
                    FeatureStatistics.of(features).gaussian().covariance());
        }

        @Override
        double squaredDistance(double[] one_d, double[] other_d) {
            double sum = 0;
            for (int i = 0; i < one_d.length; i++) {
                float difference = (float) one_d[i] - (float) other_d[i];
                float square = difference * difference;
                sum += square;
            }
            return (float) sum;
        }
    };

    private static final int ROWS_TOGETHER = 1024;

    /** {@return mean and covariance of features} */
    public abstract Gaussian gaussian(Features features);

    /** {@return |μ₁ − μ₂|²} */
    abstract double squaredDistance(double[] one_d, double[] other_d);

    private static double[] sequentialMean(Features features) {
        int d = features.dimensions();
        float[] sums_d = new float[d];
        float[] rows_nd = new float[Math.multiplyExact(Math.min(ROWS_TOGETHER, features.count()), d)];
        for (RowBlock block : RowBlock.of(features.count(), ROWS_TOGETHER)) {
            features.read(block.first(), FloatBuffer.wrap(rows_nd, 0, block.rows() * d));
            for (int i = 0; i < block.rows() * d; i++) {
                sums_d[i % d] += rows_nd[i];
            }
        }
        double[] mean_d = new double[d];
        for (int i = 0; i < d; i++) {
            mean_d[i] = sums_d[i] / (float) features.count();
        }
        return mean_d;
    }
}
