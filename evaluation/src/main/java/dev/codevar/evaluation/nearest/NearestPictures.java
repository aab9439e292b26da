package dev.codevar.evaluation.nearest;

import dev.codevar.evaluation.score.matrix.Quantile;
import java.util.Comparator;
import java.util.List;

/**
 * Of every picture of a set the nearest one that was learnt from.
 *
 * @param pairs in the set's order
 */
public record NearestPictures(List<Pair> pairs) {

    /**
     * A picture and its nearest.
     *
     * @param picture which one of its set, from 0
     * @param learnt which one of those learnt from, from 0; of equal ones that lie far apart the first
     * @param difference the root mean square difference of their colours, 0 for equal to 255
     */
    public record Pair(int picture, int learnt, double difference) {}

    public NearestPictures {
        pairs = List.copyOf(pairs);
    }

    /** {@return the pairs, the nearest first} */
    public List<Pair> ascending() {
        return pairs.stream()
                .sorted(Comparator.comparingDouble(Pair::difference))
                .toList();
    }

    /** {@return the difference that such a share of the pictures has at most} */
    public double quantile(double share) {
        return Quantile.of(pairs.stream().mapToDouble(Pair::difference).sorted().toArray(), share);
    }

    /** {@return the share of pictures with at most this difference} */
    public double shareWithin(double difference) {
        return pairs.stream().filter(pair -> pair.difference() <= difference).count() / (double) pairs.size();
    }
}
