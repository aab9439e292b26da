package dev.codevar.lab.classifier;

import dev.codevar.lab.data.PictureData;
import dev.codevar.lab.npz.NpyHeader;
import dev.codevar.lab.npz.NpyType;
import dev.codevar.lab.npz.NpzArray;
import dev.codevar.lab.npz.NpzWriter;
import dev.codevar.lab.score.FeatureArray;
import dev.codevar.lab.score.FeatureStatistics;
import dev.codevar.lab.score.Gaussian;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The features of real pictures, which those of drawn ones are compared with.
 */
public final class RealFeatures {
    private static final int TOGETHER = 100;

    private final float[] values_nd;
    private final int[] labels;
    private final int dimensions;
    private final double accuracy;

    private RealFeatures(float[] values_nd, int[] labels, int dimensions, double accuracy) {
        this.values_nd = values_nd;
        this.labels = labels;
        this.dimensions = dimensions;
        this.accuracy = accuracy;
    }

    /**
     * Computes the features.
     *
     * @param progress told how many pictures are done
     */
    public static RealFeatures of(Classifier classifier, PictureData pictures, IntConsumer progress) {
        int d = classifier.features();
        float[] values_nd = new float[Math.multiplyExact(pictures.count(), d)];
        int[] labels = new int[pictures.count()];
        long right = 0;
        for (int first = 0; first < labels.length; first += TOGETHER) {
            int[] some = IntStream.range(first, Math.min(labels.length, first + TOGETHER))
                    .toArray();
            int offset = first * d;
            right += Scoped.inference(() -> {
                Recognised recognised = classifier.apply(pictures.batch(some));
                for (int index : some) {
                    labels[index] = pictures.label(pictures.shown(index));
                }
                recognised.features_Bd().data_ptr_float().get(values_nd, offset, some.length * d);
                return Recognised.right(recognised.logits_Bk(), pictures.labels(some));
            });
            progress.accept(first + some.length);
        }
        return new RealFeatures(values_nd, labels, d, (double) right / labels.length);
    }

    /** {@return which part of the pictures the classifier recognised} */
    public double accuracy() {
        return accuracy;
    }

    /**
     * Writes mean, covariance, features and labels, as {@code mu}, {@code sigma}, {@code features} and {@code labels}.
     *
     * @param npz where to; it is there whole or not at all
     */
    public void write(Path npz) {
        Gaussian gaussian =
                FeatureStatistics.of(new FeatureArray(values_nd, dimensions)).gaussian();
        try (NpzWriter writer = NpzWriter.create(npz)) {
            try (NpzArray mu = writer.array("mu", NpyHeader.of(NpyType.FLOAT64, dimensions))) {
                mu.write(gaussian.mean());
            }
            try (NpzArray sigma = writer.array("sigma", NpyHeader.of(NpyType.FLOAT64, dimensions, dimensions))) {
                sigma.write(gaussian.covariance());
            }
            try (NpzArray features =
                    writer.array("features", NpyHeader.of(NpyType.FLOAT32, labels.length, dimensions))) {
                features.write(values_nd);
            }
            try (NpzArray classes = writer.array("labels", NpyHeader.of(NpyType.INT32, labels.length))) {
                classes.write(labels);
            }
            writer.commit();
        }
    }
}
