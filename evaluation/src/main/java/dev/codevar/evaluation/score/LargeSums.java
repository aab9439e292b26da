package dev.codevar.evaluation.score;

import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.neighbour.DensityCoverage;
import dev.codevar.evaluation.score.neighbour.PrecisionRecall;
import dev.codevar.tensor.Libtorch;

/** What of scores takes so long that several machines may share it. */
public interface LargeSums {
    /** This process does it all. */
    LargeSums HERE = new LargeSums() {
        @Override
        public Gaussian gaussian(Features features, MeanPrecision means) {
            return means.gaussian(features);
        }

        @Override
        public PrecisionRecall precisionRecall(Features reference, Features samples, Scoring scoring) {
            return Libtorch.withThreadedProducts(() ->
                    PrecisionRecall.of(reference, samples, scoring.distances(), scoring.neighbours(), scoring.block()));
        }

        @Override
        public DensityCoverage densityCoverage(Features reference, Features samples, Scoring scoring) {
            return Libtorch.withThreadedProducts(
                    () -> DensityCoverage.of(reference, samples, scoring.ballNeighbours(), scoring.block()));
        }
    };

    /** {@return mean and covariance of features} */
    Gaussian gaussian(Features features, MeanPrecision means);

    /** {@return precision and recall as {@code scoring} has them} */
    PrecisionRecall precisionRecall(Features reference, Features samples, Scoring scoring);

    /** {@return density and coverage as {@code scoring} has them} */
    DensityCoverage densityCoverage(Features reference, Features samples, Scoring scoring);
}
