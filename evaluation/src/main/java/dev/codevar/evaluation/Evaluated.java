package dev.codevar.evaluation;

import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.FrechetInterval;
import dev.codevar.evaluation.warning.Subject;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of an evaluation.
 *
 * @param scores the scores
 * @param interval of the Fréchet distance; null without a reference, or with no more samples than dimensions
 * @param perClass class → Fréchet distance; empty unless asked for
 * @param classAccuracy the share of samples in which the network sees the class that was asked for; null where nobody knows
 * @param samples the generated pictures
 * @param reference what they were compared with; null if with nothing
 * @param network the network's name
 * @param inception whether it is Inception, whose scores have the published names
 * @param scoring how the scores were computed
 * @param warnings what to beware of beyond what the scores themselves say
 * @param grids pictures to look at; empty unless asked for
 * @param seconds stage → how long it took, in order
 */
public record Evaluated(
        Scores scores,
        @Nullable FrechetInterval interval,
        SortedMap<Integer, Double> perClass,
        @Nullable Double classAccuracy,
        Subject samples,
        @Nullable Subject reference,
        String network,
        boolean inception,
        Scoring scoring,
        List<String> warnings,
        List<PictureGrid> grids,
        Map<String, Double> seconds) {

    /** {@return the scores with all that there is to beware of, what matters most first} */
    public Scores scoresWithAllWarnings() {
        return scores.with(Stream.concat(warnings.stream(), scores.warnings().stream())
                .distinct()
                .toList());
    }
}
