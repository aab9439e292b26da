package dev.codevar.evaluation.page;

import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.FrechetInterval;
import dev.codevar.evaluation.warning.Subject;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that an evaluation's page shows.
 *
 * @param samples the generated pictures
 * @param reference what they are compared with
 * @param scores of the samples; their own warnings are shown after the others
 * @param scoring how the scores were computed
 * @param interval of the Fréchet distance
 * @param confidence how surely the interval holds it, above 0 and below 1
 * @param network what the features are of
 * @param inception whether that is Inception, whose scores have the published names
 * @param classes the Fréchet distance of every class, by the class's name; may be empty
 * @param warnings what to beware of, a line each
 * @param grids pictures to look at
 * @param date the day, as it is to be shown
 * @param version of the program
 */
public record EvaluationReport(
        Subject samples,
        Subject reference,
        Scores scores,
        Scoring scoring,
        @Nullable FrechetInterval interval,
        double confidence,
        String network,
        boolean inception,
        SortedMap<String, Double> classes,
        List<String> warnings,
        List<PictureGrid> grids,
        String date,
        String version) {
    public EvaluationReport {
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
        warnings = List.copyOf(warnings);
        grids = List.copyOf(grids);
    }
}
