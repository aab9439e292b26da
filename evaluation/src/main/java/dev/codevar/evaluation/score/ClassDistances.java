package dev.codevar.evaluation.score;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The Fréchet distance of every class by itself: which classes a model draws worst. */
public final class ClassDistances {
    private ClassDistances() {}

    /**
     * Distances of classes compare with each other, not with the distance of whole sets: few features make every distance larger.
     *
     * @param labels the class of every sample
     * @param referenceLabels the class of every feature of the reference; classes without samples are passed over
     * @return class → distance, for every class of the samples, each with at least 2 features on both sides
     */
    public static SortedMap<Integer, Double> between(
            Features samples, int[] labels, Features reference, int[] referenceLabels) {
        checkLabels(samples, labels);
        checkLabels(reference, referenceLabels);
        SortedMap<Integer, Double> distances = new TreeMap<>();
        Arrays.stream(labels).distinct().forEach(label -> {
            int[] rows = rowsOf(label, labels);
            int[] referenceRows = rowsOf(label, referenceLabels);
            if (rows.length < 2 || referenceRows.length < 2) {
                throw new InvalidInputException("class " + label + " has " + rows.length + " samples and "
                        + referenceRows.length + " features of the reference; a distance needs 2 of each");
            }
            distances.put(label, FrechetDistance.between(samples.select(rows), reference.select(referenceRows)));
        });
        return distances;
    }

    private static void checkLabels(Features features, int[] labels) {
        if (labels.length != features.count()) {
            throw new InvalidInputException(labels.length + " labels do not fit " + features.count() + " features");
        }
    }

    private static int[] rowsOf(int label, int[] labels) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    }
}
