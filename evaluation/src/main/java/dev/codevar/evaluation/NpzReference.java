package dev.codevar.evaluation;

import dev.codevar.evaluation.pictures.ArrayPictures;
import dev.codevar.evaluation.score.frechet.FrechetDistance;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.NpyFeatures;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an npz may say about a reference beside its pictures: statistics, features, classes. */
final class NpzReference implements AutoCloseable {
    private static final Set<NpyType> FLOATS = Set.of(NpyType.FLOAT32, NpyType.FLOAT64);
    private static final Set<NpyType> WHOLE = Set.of(NpyType.UINT8, NpyType.INT32, NpyType.INT64);
    private static final String FEATURES = "features";
    private static final String LABELS = "labels";

    private final Path file;
    private final NpzReader npz;

    NpzReference(Path file) {
        this.file = file;
        this.npz = NpzReader.open(file);
    }

    boolean has(String name) {
        return npz.names().contains(name);
    }

    /** {@return whether there are pictures, or several arrays that may be some} */
    boolean hasPictures() {
        return ArrayPictures.areIn(npz);
    }

    /** {@return whether there is one array alone that may be pictures, or is called as they are} */
    boolean hasClearPictures() {
        return ArrayPictures.areClearlyIn(npz);
    }

    /**
     * @param mean the mean's name
     * @param covariance the covariance's name
     * @param dimensions of the network's features
     * @return the distribution, or null if the file has neither
     */
    @Nullable
    Gaussian statistics(String mean, String covariance, int dimensions) {
        if (!has(mean) && !has(covariance)) {
            return null;
        }
        if (!has(mean) || !has(covariance)) {
            String there = has(mean) ? mean : covariance;
            throw new BrokenFileException(
                    file + " has " + there + " but not " + (has(mean) ? covariance : mean) + ": statistics are both");
        }
        double[] mean_d = numbers(mean, FLOATS, dimensions);
        double[] covariance_dd = numbers(covariance, FLOATS, dimensions, dimensions);
        try {
            Gaussian gaussian = new Gaussian(mean_d, covariance_dd);
            FrechetDistance.requireLegal(gaussian);
            return gaussian;
        } catch (InvalidInputException e) {
            throw new BrokenFileException(file + ", " + mean + " and " + covariance + ": " + e.getMessage(), e);
        }
    }

    /** {@return the features, or null if the file has none} */
    @Nullable
    Features features(int dimensions) {
        if (!has(FEATURES)) {
            return null;
        }
        try (NpyStream stream = npz.stream(FEATURES)) {
            Features features = NpyFeatures.read(stream, file + ": array '" + FEATURES + "'");
            if (features.dimensions() != dimensions) {
                throw new BrokenFileException(file + ": features have " + features.dimensions()
                        + " numbers, this network's " + dimensions + ": they are another network's");
            }
            return features;
        }
    }

    /** {@return the class of each of {@code count} pictures, or null if the file does not say} */
    int @Nullable [] labels(int count) {
        return has(LABELS)
                ? Arrays.stream(numbers(LABELS, WHOLE, count))
                        .mapToInt(label -> (int) label)
                        .toArray()
                : null;
    }

    private double[] numbers(String name, Set<NpyType> legal, int... shape) {
        try (NpyStream stream = npz.stream(name)) {
            NpyHeader header = stream.header();
            long[] wanted = Arrays.stream(shape).asLongStream().toArray();
            if (!legal.contains(header.type())
                    || !header.shape().equals(Arrays.stream(wanted).boxed().toList())) {
                throw new BrokenFileException(file + ": array '" + name + "' is " + header + ", wanted is "
                        + NpyHeader.of(legal == FLOATS ? NpyType.FLOAT64 : NpyType.INT32, wanted)
                        + (legal == FLOATS ? " or <f4" : ", <i8 or |u1"));
            }
            int elements = Math.toIntExact(header.elements());
            if (header.type() == NpyType.INT64) {
                long[] whole = new long[elements];
                stream.readLongs(whole);
                return Arrays.stream(whole).asDoubleStream().toArray();
            }
            double[] numbers = new double[elements];
            stream.readDoubles(numbers);
            return numbers;
        }
    }

    @Override
    public void close() {
        npz.close();
    }
}
