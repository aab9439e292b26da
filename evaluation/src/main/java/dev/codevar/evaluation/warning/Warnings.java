package dev.codevar.evaluation.warning;

import dev.codevar.evaluation.score.InceptionScore;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.matrix.Features;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to beware of in a comparison before its scores are believed, beyond what {@link dev.codevar.evaluation.score.Scoring} sees in the
 * features' numbers and arithmetic.
 */
public final class Warnings {
    private Warnings() {}

    /** {@return a line each, what matters most first; none for a sound comparison} */
    public static List<String> of(Compared compared) {
        return Stream.of(
                        ofFeatures(compared.features(), compared.referenceFeatures()).stream(),
                        SubjectWarnings.of(compared.samples(), compared.reference()).stream(),
                        singular(compared).stream(),
                        repeatedSeeds(compared.origins()).stream(),
                        sorted(compared).stream(),
                        imbalance(compared.origins()).stream(),
                        mixture(compared.origins()).stream())
                .flatMap(lines -> lines)
                .toList();
    }

    /**
     * {@return what the features alone say of both sides, a line each}
     *
     * @param samples those of the generated pictures
     * @param reference those of what they are compared with; null where they are not known
     */
    public static List<String> ofFeatures(Features samples, @Nullable Features reference) {
        List<String> lines = new ArrayList<>();
        RowHashes rows = RowHashes.of(samples);
        RowHashes others = reference == null ? null : RowHashes.of(reference);
        if (reference != null && others != null && reference.dimensions() == samples.dimensions()) {
            int shared = rows.within(others);
            if (shared > 0) {
                lines.add(OptionText.count(shared) + " of the " + OptionText.counted(rows.count(), "sample")
                        + " are pictures of the reference, so every score is too good: compare with other pictures");
            }
        }
        lines.addAll(Copies.of(rows, "sample", "recall"));
        if (others != null) {
            lines.addAll(Copies.of(others, "reference picture", "precision, density and coverage"));
        }
        return lines;
    }

    /** Of samples, the scores themselves say it. */
    private static Optional<String> singular(Compared compared) {
        Subject reference = compared.reference();
        int dimensions = compared.features().dimensions();
        int count = reference == null ? 0 : reference.count();
        return reference == null || reference.storedStatistics() || count == 0 || count > dimensions
                ? Optional.empty()
                : Optional.of(Scoring.singular(Scoring.FRECHET, count, "reference pictures", dimensions));
    }

    /** A picture follows from its class and seed. */
    private record Drawn(int label, long seed) {}

    private static Optional<String> repeatedSeeds(List<Origin> origins) {
        Set<Drawn> seen = new HashSet<>();
        List<Origin> again = origins.stream()
                .filter(origin -> !seen.add(new Drawn(origin.label(), origin.seed())))
                .toList();
        return again.isEmpty()
                ? Optional.empty()
                : Optional.of(OptionText.counted(again.size(), "sample")
                        + (again.size() == 1 ? " has" : " have")
                        + " the class and seed of another, the first class "
                        + again.get(0).label() + " seed "
                        + again.get(0).seed() + ": the same picture is drawn again");
    }

    /** With more logits than a chunk, the Inception Score itself shows it, and what that means is said there. */
    private static Optional<String> sorted(Compared compared) {
        boolean scoreShows = compared.logits() != null && compared.logits().count() > InceptionScore.CHUNK;
        if (scoreShows || (compared.origins().isEmpty() && compared.logits() == null)) {
            return Optional.empty();
        }
        LabelOrder order = compared.origins().isEmpty() && compared.logits() != null
                ? LabelOrder.ofLogits(compared.logits())
                : LabelOrder.of(
                        compared.origins().stream().mapToInt(Origin::label).toArray());
        return order.sorted()
                ? Optional.of("the samples are sorted by class, in " + OptionText.counted(order.runs(), "block")
                        + " of one class where a shuffle has about " + OptionText.count(Math.round(order.expected()))
                        + ": in chunks their score of class probabilities is far too low; shuffle them")
                : Optional.empty();
    }

    private static Optional<String> imbalance(List<Origin> origins) {
        Map<Integer, Integer> counts = new HashMap<>();
        origins.forEach(origin -> counts.merge(origin.label(), 1, Integer::sum));
        IntSummaryStatistics range =
                counts.values().stream().mapToInt(Integer::intValue).summaryStatistics();
        if (counts.isEmpty() || range.getMax() - range.getMin() <= 1) {
            return Optional.empty();
        }
        return Optional.of("classes are not drawn equally often: class " + labelOf(counts, range.getMax()) + " has "
                + OptionText.counted(range.getMax(), "sample") + ", class " + labelOf(counts, range.getMin())
                + " has " + OptionText.count(range.getMin()) + "; published scores have equally many of each");
    }

    private static int labelOf(Map<Integer, Integer> counts, int count) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() == count)
                .mapToInt(Map.Entry::getKey)
                .min()
                .orElseThrow();
    }

    private static Optional<String> mixture(List<Origin> origins) {
        List<String> kinds = origins.stream()
                .map(origin -> origin.precision() + " on " + origin.device())
                .distinct()
                .sorted()
                .toList();
        return kinds.size() < 2
                ? Optional.empty()
                : Optional.of("the samples were drawn in different ways: " + String.join(", ", kinds)
                        + "; draw them all alike");
    }
}
