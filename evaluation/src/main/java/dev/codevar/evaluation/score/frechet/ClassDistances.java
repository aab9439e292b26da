package dev.codevar.evaluation.score.frechet;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import java.util.Map;
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
        requireEnough(labels, referenceLabels);
        SortedMap<Integer, Double> distances = new TreeMap<>();
        Arrays.stream(labels).distinct().forEach(label -> {
            Features own = samples.select(rowsOf(label, labels));
            distances.put(label, FrechetDistance.between(own, reference.select(rowsOf(label, referenceLabels))));
        });
        return distances;
    }

    /**
     * Looks whether there are distances, of which the labels alone decide.
     *
     * @throws InvalidInputException if a class of the samples has fewer than 2 on a side
     */
    public static void requireEnough(int[] labels, int[] referenceLabels) {
        Map<Integer, Integer> counts = counts(labels);
        Map<Integer, Integer> referenceCounts = counts(referenceLabels);
        counts.forEach((label, count) -> {
            int others = referenceCounts.getOrDefault(label, 0);
            if (count < 2 || others < 2) {
                throw new InvalidInputException("class " + label + " has " + count + " samples and " + others
                        + " features of the reference; a distance needs 2 of each");
            }
        });
    }

    private static Map<Integer, Integer> counts(int... labels) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int label : labels) {
            counts.merge(label, 1, Integer::sum);
        }
        return counts;
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
