package dev.codevar.evaluation.warning;

import dev.codevar.evaluation.score.matrix.Features;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Whether classes come in a shuffled order: by the number of runs of one class (Wald and Wolfowitz; for many classes Mood, 1940).
 *
 * @param runs how many runs of equal labels there are
 * @param expected how many there are by chance
 * @param deviation the standard deviation of that
 */
record LabelOrder(int runs, double expected, double deviation) {
    /** Once in some millions of shuffles there are as few runs. */
    private static final double DEVIATIONS = 5;
    /** Fewer runs than this share of the expected ones is what a score notices. */
    private static final double FEW = 0.95;

    static LabelOrder of(int... labels) {
        int runs = 0;
        for (int i = 0; i < labels.length; i++) {
            runs += i == 0 || labels[i] != labels[i - 1] ? 1 : 0;
        }
        Collection<Long> sizes = Arrays.stream(labels)
                .boxed()
                .collect(Collectors.groupingBy(label -> label, Collectors.counting()))
                .values();
        double n = labels.length;
        double squares = sizes.stream().mapToDouble(size -> Math.pow(size, 2)).sum();
        double cubes = sizes.stream().mapToDouble(size -> Math.pow(size, 3)).sum();
        double expected = (n * (n + 1) - squares) / n;
        double variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n * n * n) / (n * n * (n - 1));
        return new LabelOrder(runs, expected, Math.sqrt(Math.max(0, variance)));
    }

    /** {@return the order of what a classifier takes pictures for} */
    static LabelOrder ofLogits(Features logits) {
        int[] labels_n = new int[logits.count()];
        RowPasses.forEach(logits, (row, values, from) -> labels_n[row] = largest(values, from, logits.dimensions()));
        return of(labels_n);
    }

    private static int largest(float[] values, int from, int count) {
        int best = from;
        for (int i = from + 1; i < from + count; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best - from;
    }

    /** {@return whether there are fewer runs than any shuffle leaves} */
    boolean sorted() {
        return runs < expected - DEVIATIONS * deviation && runs < FEW * expected;
    }
}
