package dev.codevar.lab.evaluate;

import dev.codevar.lab.score.DistanceArithmetic;
import dev.codevar.lab.score.MeanPrecision;
import dev.codevar.lab.score.Scores;
import dev.codevar.lab.score.Scoring;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A score as people read it.
 *
 * @param name its short name
 * @param value the number, or numbers
 * @param better in which direction it is better
 * @param meaning what it says, in one line
 * @param arithmetic how it was computed
 */
record ScoreRow(String name, String value, String better, String meaning, String arithmetic) {
    private static final String LOWER = "lower is better";
    private static final String HIGHER = "higher is better";

    /** {@return those that are known, in the order in which they are published} */
    static List<ScoreRow> of(Scores scores, Scoring scoring) {
        String neighbours = "k = " + scoring.neighbours() + ", " + squares(scoring.distances());
        String balls = "k = " + scoring.ballNeighbours() + ", Euclidean distances, by float64";
        return Stream.of(
                        row("FID", "%.4f", scores.fid(), LOWER, FID, "pooled features, " + means(scoring.means())),
                        row("sFID", "%.4f", scores.sfid(), LOWER, SFID, "spatial features, " + means(scoring.means())),
                        inception(scores, scoring),
                        row("Precision", "%.4f", scores.precision(), HIGHER, PRECISION, neighbours),
                        row("Recall", "%.4f", scores.recall(), HIGHER, RECALL, neighbours),
                        row("KID", "%.6f", scores.kid(), LOWER, KID, subsets(scoring)),
                        row("Density", "%.4f", scores.density(), HIGHER, DENSITY, balls),
                        row("Coverage", "%.4f", scores.coverage(), HIGHER, COVERAGE, balls))
                .flatMap(List::stream)
                .toList();
    }

    private static final String FID =
            "How far apart samples and reference lie, by mean and spread of what a network sees in them; 0 if alike.";
    private static final String SFID = "The same by features that know where things are: shape and layout.";
    private static final String IS = "How sure the network is of what each picture shows, and how varied that is.";
    private static final String PRECISION = "Share of samples that lie where real pictures lie: how real they look.";
    private static final String RECALL = "Share of real pictures that lie where samples lie: how varied they are.";
    private static final String KID =
            "As FID, by a kernel instead of mean and spread; few pictures do not make it larger.";
    private static final String DENSITY = "How many real pictures a sample lies close to; above 1 where they crowd.";
    private static final String COVERAGE = "Share of real pictures that have a sample close by.";

    private static List<ScoreRow> row(
            String name, String format, @Nullable Double value, String better, String meaning, String arithmetic) {
        return value == null
                ? List.of()
                : List.of(new ScoreRow(name, String.format(Locale.ROOT, format, value), better, meaning, arithmetic));
    }

    private static List<ScoreRow> inception(Scores scores, Scoring scoring) {
        if (scores.isMean() == null) {
            return List.of();
        }
        String value = scores.isStd() == null
                ? String.format(Locale.ROOT, "%.3f", scores.isMean())
                : String.format(Locale.ROOT, "%.3f ± %.3f", scores.isMean(), scores.isStd());
        String arithmetic = "Inception Score; mean ± standard deviation over chunks of "
                + OptionText.count(scoring.chunk()) + " in order, by float64";
        return List.of(new ScoreRow("IS", value, HIGHER, IS, arithmetic));
    }

    private static String means(MeanPrecision means) {
        return switch (means) {
            case FLOAT64 -> "all by float64";
            case FLOAT32 -> "means added in float32 as published, covariances in float64";
        };
    }

    private static String squares(DistanceArithmetic distances) {
        return switch (distances) {
            case FLOAT16_COMPATIBLE -> "squared distances rounded to float16 as published";
            case FLOAT32 -> "squared distances in float32";
            case FLOAT64 -> "squared distances in float64";
        };
    }

    private static String subsets(Scoring scoring) {
        return "mean of " + OptionText.counted(scoring.subsets(), "subset") + " of "
                + OptionText.count(scoring.subsetSize()) + ", cubic kernel, unbiased";
    }
}
