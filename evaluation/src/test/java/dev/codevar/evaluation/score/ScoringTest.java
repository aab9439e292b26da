package dev.codevar.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.score.frechet.FeatureStatistics;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.tensor.Libtorch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Density, coverage and KID by {@code expected.py} in the resources. */
class ScoringTest {
    private static final Scoring SCORING =
            new Scoring(MeanPrecision.FLOAT64, DistanceArithmetic.FLOAT16_COMPATIBLE, 3, 5, 30, 2, 60, 10_000, 1);

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void everythingKnown() {
        Scores scores = SCORING.score(
                new ScoredPictures(Lattice.SAMPLES, Lattice.SAMPLES, Lattice.logits()),
                new Reference(Lattice.REFERENCE, Lattice.REFERENCE, null, null));
        assertThat(scores.fid()).isCloseTo(0.8446157104678562, within(1e-11));
        assertThat(scores.sfid()).isEqualTo(scores.fid());
        assertThat(scores.isMean()).isCloseTo(1.4944226218444445, within(1e-12));
        assertThat(scores.isStd()).isCloseTo(0.03132903047258932, within(1e-12));
        assertThat(scores.precision()).isEqualTo(79 / 80.0);
        assertThat(scores.recall()).isEqualTo(52 / 60.0);
        assertThat(scores.density()).isEqualTo(1.4075);
        assertThat(scores.coverage()).isEqualTo(1);
        assertThat(scores.countSamples()).isEqualTo(80);
        assertThat(scores.countReference()).isEqualTo(60);
        assertThat(scores.warnings())
                .containsExactly(
                        "Fréchet distance of 80 samples is too large: it falls with their number, compare only equal numbers",
                        "spatial Fréchet distance of 80 samples is too large: it falls with their number, compare only equal numbers",
                        "class probabilities: the last chunk has only 20 samples of 30, and counts as much as the others");
    }

    /** Of as many on both sides as a subset has, every subset is all of them. */
    @Test
    void theKernelDistanceIsThatOfSubsets() {
        Scores scores =
                SCORING.score(ScoredPictures.of(Lattice.first(Lattice.SAMPLES, 60)), Reference.of(Lattice.REFERENCE));
        assertThat(scores.kid()).isCloseTo(5.9251175805371465, within(1e-9));
    }

    @Test
    void statisticsAlone() {
        Gaussian statistics = FeatureStatistics.of(Lattice.REFERENCE).gaussian();
        Scores scores = SCORING.score(ScoredPictures.of(Lattice.SAMPLES), Reference.of(statistics));
        assertThat(scores.fid()).isCloseTo(0.8446157104678562, within(1e-11));
        assertThat(scores.sfid()).isNull();
        assertThat(scores.isMean()).isNull();
        assertThat(scores.precision()).isNull();
        assertThat(scores.kid()).isNull();
        assertThat(scores.density()).isNull();
        assertThat(scores.countReference()).isNull();
    }

    @Test
    void storedStatisticsGoBeforeFeatures() {
        Gaussian statistics = FeatureStatistics.of(Lattice.SAMPLES).gaussian();
        Scores scores = SCORING.score(
                ScoredPictures.of(Lattice.SAMPLES), new Reference(Lattice.REFERENCE, null, statistics, null));
        assertThat(scores.fid()).isCloseTo(0, within(1e-9));
        assertThat(scores.precision()).isEqualTo(79 / 80.0);
    }

    @Test
    void whatIsFishyIsSaid() {
        Features few = Lattice.first(Lattice.SAMPLES, 3);
        Scores scores = Scoring.published()
                .score(
                        new ScoredPictures(few, null, InceptionScoreTest.oneHot(3, 3, i -> i)),
                        Reference.of(Lattice.REFERENCE));
        assertThat(scores.precision()).isNull();
        assertThat(scores.warnings())
                .containsExactly(
                        "Fréchet distance stands on a singular covariance: 3 samples of 8 dimensions",
                        "precision and recall left out: they need 4 features on both sides",
                        "density and coverage left out: they need 6 features on both sides",
                        "kernel distance: subsets have 3 features, not 1000: there are no more");
        Scores sorted = SCORING.score(
                new ScoredPictures(Lattice.SAMPLES, null, InceptionScoreTest.oneHot(80, 8, i -> i / 10)),
                Reference.of(Lattice.REFERENCE));
        assertThat(sorted.warnings())
                .contains(
                        "the score of class probabilities in chunks of 30 is 2.67, of all samples together 8.00: they seem to be"
                                + " sorted by class; shuffle them");
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new ScoredPictures(Lattice.REFERENCE, null, Lattice.logits()))
                .hasMessage("80 rows of logits do not fit 60 features");
        assertThatThrownBy(() -> new ScoredPictures(Lattice.REFERENCE, Lattice.SAMPLES, null))
                .hasMessage("80 spatial features do not fit 60 features");
    }
}
