package dev.codevar.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.score.matrix.FeatureArray;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class InceptionScoreTest {
    /** So far apart that all other probabilities are 0 in float64. */
    private static final float CERTAIN = 2000;

    @Test
    void knownLogits() {
        InceptionScore whole = InceptionScore.ofLogits(Lattice.logits(), 80);
        assertThat(whole.mean()).isCloseTo(1.4958189219410167, within(1e-12));
        assertThat(whole.std()).isZero();
        assertThat(whole.chunks()).isEqualTo(1);
        // Chunks of 30, 30 and 20.
        InceptionScore chunked = InceptionScore.ofLogits(Lattice.logits(), 30);
        assertThat(chunked.mean()).isCloseTo(1.4944226218444445, within(1e-12));
        assertThat(chunked.std()).isCloseTo(0.03132903047258932, within(1e-12));
        assertThat(chunked.whole()).isCloseTo(whole.whole(), within(1e-12));
        assertThat(chunked.chunks()).isEqualTo(3);
    }

    @Test
    void fewerThanAChunkAreOneChunk() {
        assertThat(InceptionScore.ofLogits(Lattice.logits(), InceptionScore.CHUNK))
                .isEqualTo(InceptionScore.ofLogits(Lattice.logits(), 80));
    }

    @Test
    void nobodyKnowsAnything() {
        InceptionScore score = InceptionScore.ofLogits(new FeatureArray(new float[40 * 7], 7), 10);
        assertThat(score.mean()).isCloseTo(1, within(1e-12));
        assertThat(score.whole()).isCloseTo(1, within(1e-12));
    }

    @Test
    void everyClassCertainlyAndEquallyOften() {
        InceptionScore score = InceptionScore.ofLogits(oneHot(60, 6, i -> i % 6), 12);
        assertThat(score.mean()).isCloseTo(6, within(1e-9));
        assertThat(score.std()).isCloseTo(0, within(1e-9));
        assertThat(score.whole()).isCloseTo(6, within(1e-9));
    }

    @Test
    void sortedByClassChunksScoreLess() {
        InceptionScore score = InceptionScore.ofLogits(oneHot(60, 6, i -> i / 10), 20);
        assertThat(score.mean()).isCloseTo(2, within(1e-9));
        assertThat(score.whole()).isCloseTo(6, within(1e-9));
    }

    @Test
    void manyRowsAreTalliedInBlocks() {
        InceptionScore score = InceptionScore.ofLogits(oneHot(12_000, 4, i -> i % 4), 12_000);
        assertThat(score.mean()).isCloseTo(4, within(1e-9));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> InceptionScore.ofLogits(new FeatureArray(new float[0], 5), 10))
                .hasMessage("an Inception Score needs at least 1 row of logits");
        assertThatThrownBy(() -> InceptionScore.ofLogits(Lattice.logits(), 0)).hasMessage("a block of 0 rows is empty");
    }

    static FeatureArray oneHot(int rows, int classes, IntUnaryOperator classOf) {
        float[] logits = new float[rows * classes];
        for (int i = 0; i < rows; i++) {
            logits[i * classes + classOf.applyAsInt(i)] = CERTAIN;
        }
        return new FeatureArray(logits, classes);
    }
}
