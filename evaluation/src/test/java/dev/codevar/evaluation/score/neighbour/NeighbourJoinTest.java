package dev.codevar.evaluation.score.neighbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.score.Lattice;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is joined from pairs that were computed apart is what one loop over all blocks counts. */
class NeighbourJoinTest {
    private static final Features REFERENCE = noise(1, 130, 1);
    private static final Features SAMPLES = noise(2, 210, 2);

    private static Features noise(long seed, int count, float spread) {
        Random random = new Random(seed);
        float[] values = new float[count * 6];
        for (int i = 0; i < values.length; i++) {
            values[i] = spread * (float) random.nextGaussian();
        }
        return new FeatureArray(values, 6);
    }

    private static NeighbourJoin join(int block) {
        return new NeighbourJoin(
                (rows, columns, tasks, answers) -> tasks.forEach(task -> answers.accept(task, task.run(rows, columns))),
                block);
    }

    @ParameterizedTest
    @EnumSource(DistanceArithmetic.class)
    void knownFeatures(DistanceArithmetic arithmetic) {
        assertThat(join(37).precisionRecall(Lattice.REFERENCE, Lattice.SAMPLES, arithmetic, 3))
                .isEqualTo(new PrecisionRecall(79 / 80.0, 52 / 60.0, 0));
    }

    @ParameterizedTest
    @EnumSource(DistanceArithmetic.class)
    void precisionAndRecall(DistanceArithmetic arithmetic) {
        for (int block : new int[] {37, 64, 1000}) {
            PrecisionRecall whole = PrecisionRecall.of(REFERENCE, SAMPLES, arithmetic, 3, block);
            assertThat(whole.precision()).isStrictlyBetween(0.0, 1.0);
            assertThat(join(block).precisionRecall(REFERENCE, SAMPLES, arithmetic, 3))
                    .isEqualTo(whole);
        }
    }

    @Test
    void blocksThatFloat16CannotHoldAreCounted() {
        Features wide = noise(3, 120, 300);
        PrecisionRecall whole = PrecisionRecall.of(wide, SAMPLES, DistanceArithmetic.FLOAT16_COMPATIBLE, 3, 50);
        assertThat(whole.redone()).isPositive();
        assertThat(join(50).precisionRecall(wide, SAMPLES, DistanceArithmetic.FLOAT16_COMPATIBLE, 3))
                .isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {37, 64, 1000})
    void densityAndCoverage(int block) {
        DensityCoverage whole = DensityCoverage.of(REFERENCE, SAMPLES, 5, block);
        assertThat(whole.coverage()).isStrictlyBetween(0.0, 1.0);
        assertThat(join(block).densityCoverage(REFERENCE, SAMPLES, 5)).isEqualTo(whole);
    }

    /** As many as there are at once take the same memory, however many rows there are. */
    @Test
    void pairsAreGivenOutInPortionsAndAnsweredInAnyOrder() {
        List<Integer> portions = new ArrayList<>();
        NeighbourJoin join = new NeighbourJoin(
                (rows, columns, tasks, answers) -> {
                    portions.add(tasks.size());
                    for (int i = tasks.size() - 1; i >= 0; i--) {
                        answers.accept(tasks.get(i), tasks.get(i).run(rows, columns));
                    }
                },
                7);
        DistanceArithmetic arithmetic = DistanceArithmetic.FLOAT32;
        assertThat(join.precisionRecall(REFERENCE, SAMPLES, arithmetic, 3))
                .isEqualTo(PrecisionRecall.of(REFERENCE, SAMPLES, arithmetic, 3, 7));
        // 19 blocks of the reference and 30 of the samples: each with its own kind, then with the others.
        assertThat(portions).containsExactly(256, 105, 256, 256, 256, 132, 256, 256, 58);
    }

    @Test
    void tooFew() {
        Features three = noise(4, 3, 1);
        assertThatThrownBy(() -> join(10).densityCoverage(three, SAMPLES, 5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("neighbours 5 is not between 1 and 2");
    }
}
