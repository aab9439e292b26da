package dev.codevar.evaluation.page;

import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.FrechetInterval;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.evaluation.warning.OptionText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A score as people read it.
 *
 * @param name its short name
 * @param value the number
 * @param spread how far it may be off, or how far chunks are; empty where that is unknown
 * @param better in which direction it is better
 * @param meaning what it says, in one line
 * @param arithmetic how it was computed
 */
record ScoreRow(String name, String value, String spread, String better, String meaning, String arithmetic) {
    private static final String LOWER = "lower is better";
    private static final String HIGHER = "higher is better";

    private static final String FID =
            "How far apart samples and reference lie, by mean and spread of what a network sees in them; 0 if alike.";
    private static final String SFID = "The same by features that know where things are: shape and layout.";
    private static final String IS = "How sure the network is of what each picture shows, and how varied that is.";
    private static final String PRECISION = "Share of samples that lie where real pictures lie: how real they look.";
    private static final String RECALL = "Share of real pictures that lie where samples lie: how varied they are.";
    private static final String KID =
            "As the Fréchet distance, by a kernel instead of mean and spread; few pictures do not make it larger.";
    private static final String DENSITY = "How many real pictures a sample lies close to; above 1 where they crowd.";
    private static final String COVERAGE = "Share of real pictures that have a sample close by.";

    /** {@return those that are known, in the order in which they are published} */
    static List<ScoreRow> of(EvaluationReport report) {
        Scores scores = report.scores();
        Scoring scoring = report.scoring();
        boolean inception = report.inception();
        String neighbours = "k = " + scoring.neighbours() + ", " + squares(scoring.distances());
        String balls = "k = " + scoring.ballNeighbours() + ", Euclidean distances, by float64";
        String pooled = "pooled features, " + means(scoring.means());
        String spatial = "spatial features, " + means(scoring.means());
        return Stream.of(
                        row(
                                inception ? "FID" : "Fréchet distance",
                                4,
                                scores.fid(),
                                interval(report),
                                LOWER,
                                FID,
                                pooled),
                        row("sFID", 4, scores.sfid(), "", LOWER, SFID, spatial),
                        row(
                                inception ? "IS" : "Classifier's score",
                                3,
                                scores.isMean(),
                                deviation(scores),
                                HIGHER,
                                IS,
                                chunks(scoring)),
                        row("Precision", 4, scores.precision(), "", HIGHER, PRECISION, neighbours),
                        row("Recall", 4, scores.recall(), "", HIGHER, RECALL, neighbours),
                        row(
                                inception ? "KID" : "Kernel distance",
                                6,
                                scores.kid(),
                                "",
                                LOWER,
                                KID,
                                subsets(scores, scoring)),
                        row("Density", 4, scores.density(), "", HIGHER, DENSITY, balls),
                        row("Coverage", 4, scores.coverage(), "", HIGHER, COVERAGE, balls))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ScoreRow> row(
            String name,
            int decimals,
            @Nullable Double value,
            String spread,
            String better,
            String meaning,
            String arithmetic) {
        return Optional.ofNullable(value)
                .map(known -> new ScoreRow(name, fixed(known, decimals), spread, better, meaning, arithmetic));
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String interval(EvaluationReport report) {
        FrechetInterval interval = report.interval();
        return interval == null
                ? ""
                : FrechetInterval.percent(report.confidence()) + ": " + fixed(interval.low(), 4) + " to "
                        + fixed(interval.high(), 4);
    }

    private static String deviation(Scores scores) {
        return scores.isStd() == null ? "" : "± " + fixed(scores.isStd(), 3);
    }

    private static String chunks(Scoring scoring) {
        return "mean ± standard deviation over chunks of " + OptionText.count(scoring.chunk())
                + " in order, by float64";
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

    private static String subsets(Scores scores, Scoring scoring) {
        int others = scores.countReference() == null ? scoring.subsetSize() : scores.countReference();
        int size = Math.min(scoring.subsetSize(), Math.min(scores.countSamples(), others));
        return "mean of " + OptionText.counted(scoring.subsets(), "subset") + " of " + OptionText.count(size)
                + ", cubic kernel, unbiased";
    }
}
