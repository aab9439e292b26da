package dev.codevar.evaluation;

import dev.codevar.evaluation.score.LargeSums;
import dev.codevar.evaluation.score.Reference;
import dev.codevar.evaluation.score.ScoredPictures;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.ClassDistances;
import dev.codevar.evaluation.score.frechet.FrechetInterval;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.matrix.Features;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes of features alone.
 *
 * @param scores of all pictures together
 * @param interval where the Fréchet distance lies; null without a reference's statistics, or with too few pictures to say
 * @param perClass Fréchet distances by class, none unless they were wanted
 */
record FeatureScores(Scores scores, @Nullable FrechetInterval interval, SortedMap<Integer, Double> perClass) {
    private static final int DRAWS = 1000;

    /**
     * @param labels the classes, if distances are wanted by class
     * @param begin told what is computed next
     */
    static FeatureScores of(
            Scoring scoring,
            LargeSums sums,
            ScoredPictures generated,
            Reference known,
            @Nullable Labels labels,
            Consumer<String> begin) {
        SortedMap<Integer, Double> perClass = new TreeMap<>();
        Features others = known.features();
        if (labels != null && others != null) {
            begin.accept("distances of classes");
            perClass = ClassDistances.between(generated.features(), labels.samples(), others, labels.reference());
        }
        Features samples = generated.features();
        SamplesOnce once = new SamplesOnce(sums, samples);
        Scores scores = scoring.score(generated, known, once, begin);
        FrechetInterval interval = null;
        if (known.statistics() != null && samples.count() > samples.dimensions()) {
            begin.accept("interval of the Fréchet distance");
            Gaussian gaussian = once.gaussian(samples, MeanPrecision.FLOAT64);
            interval = FrechetInterval.of(
                    samples, gaussian, known.statistics(), DRAWS, Evaluation.CONFIDENCE, scoring.seed());
        }
        return new FeatureScores(scores, interval, Collections.unmodifiableSortedMap(perClass));
    }
}
