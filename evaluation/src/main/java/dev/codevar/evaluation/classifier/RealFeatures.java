package dev.codevar.evaluation.classifier;

import dev.codevar.evaluation.score.frechet.FeatureStatistics;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.files.data.PictureData;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzArray;
import dev.codevar.files.npz.NpzWriter;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

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
     * Computes the features. A picture that cannot be read has none: what is shown in its place has a place of its own, and would
     * count twice.
     *
     * @param progress told how many pictures are done
     */
    public static RealFeatures of(Classifier classifier, PictureData pictures, IntConsumer progress) {
        int count = pictures.count();
        int d = classifier.features();
        float[] values_nd = new float[Math.multiplyExact(count, d)];
        int[] labels = new int[count];
        int done = 0;
        long right = 0;
        for (int first = 0; first < count; first += TOGETHER) {
            int[] asked =
                    IntStream.range(first, Math.min(count, first + TOGETHER)).toArray();
            int offset = done * d;
            Seen seen = Scoped.inference(() -> {
                Tensor shown_B3hw = pictures.batch(asked);
                int[] sound = IntStream.range(0, asked.length)
                        .filter(i -> pictures.shown(asked[i]) == asked[i])
                        .toArray();
                if (sound.length == 0) {
                    return new Seen(List.of(), 0);
                }
                long[] places = IntStream.of(sound).asLongStream().toArray();
                Recognised recognised = classifier.apply(shown_B3hw.index_select(0, Tensor.create(places)));
                recognised.features_Bd().data_ptr_float().get(values_nd, offset, sound.length * d);
                int[] indexes = IntStream.of(sound).map(i -> asked[i]).toArray();
                return new Seen(
                        IntStream.of(indexes).boxed().toList(),
                        Recognised.right(recognised.logits_Bk(), pictures.labels(indexes)));
            });
            for (int index : seen.indexes()) {
                labels[done++] = pictures.label(index);
            }
            right += seen.right();
            progress.accept(first + asked.length);
        }
        return new RealFeatures(
                Arrays.copyOf(values_nd, done * d), Arrays.copyOf(labels, done), d, (double) right / done);
    }

    /** Which pictures of a batch could be read, and how many of them were recognised. */
    private record Seen(List<Integer> indexes, long right) {}

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
