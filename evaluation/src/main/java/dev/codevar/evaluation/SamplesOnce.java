package dev.codevar.evaluation;

import dev.codevar.evaluation.score.LargeSums;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.neighbour.DensityCoverage;
import dev.codevar.evaluation.score.neighbour.PrecisionRecall;
import org.jspecify.annotations.Nullable;

/** Counts up the samples' moments once: the distance and its interval both stand on them. */
final class SamplesOnce implements LargeSums {
    private final LargeSums sums;
    private final Features samples;
    private @Nullable Gaussian counted;

    /**
     * @param sums does all else
     * @param samples the samples' features
     */
    SamplesOnce(LargeSums sums, Features samples) {
        this.sums = sums;
        this.samples = samples;
    }

    @Override
    public Gaussian gaussian(Features features, MeanPrecision means) {
        if (features != samples || means != MeanPrecision.FLOAT64) {
            return sums.gaussian(features, means);
        }
        Gaussian known = counted;
        if (known == null) {
            known = sums.gaussian(features, means);
            counted = known;
        }
        return known;
    }

    @Override
    public PrecisionRecall precisionRecall(Features reference, Features generated, Scoring scoring) {
        return sums.precisionRecall(reference, generated, scoring);
    }

    @Override
    public DensityCoverage densityCoverage(Features reference, Features generated, Scoring scoring) {
        return sums.densityCoverage(reference, generated, scoring);
    }
}
