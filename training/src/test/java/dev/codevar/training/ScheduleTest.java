package dev.codevar.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void itRisesEvenlyAndFallsAlongACosine() {
        Schedule schedule = new Schedule(0.4, 3, Fall.COSINE, 0, 11);
        // From 0.005 of the peak, as the published lr_control.py has it: 0.005 + 0.995 · step / warm-up.
        assertThat(schedule.at(0)).isCloseTo(0.002, within(1e-15));
        assertThat(schedule.at(1)).isCloseTo(0.4 * (0.005 + 0.995 / 3), within(1e-15));
        assertThat(schedule.at(2)).isCloseTo(0.4 * (0.005 + 1.99 / 3), within(1e-15));
        assertThat(schedule.at(3)).isEqualTo(0.4);
        // A quarter, half and three quarters of the way down: cos 45° = √½.
        assertThat(schedule.at(5)).isCloseTo(0.2 * (1 + Math.sqrt(0.5)), within(1e-15));
        assertThat(schedule.at(7)).isCloseTo(0.2, within(1e-15));
        assertThat(schedule.at(9)).isCloseTo(0.2 * (1 - Math.sqrt(0.5)), within(1e-15));
        assertThat(new Schedule(1, 0, Fall.COSINE, 0, 1).at(0)).isEqualTo(1);
    }

    /** By hand, after the published lr_control.py: a twentieth of 100 steps flat, then 0.01 + 0.99 · rest / 0.95. */
    @Test
    void itFallsAlongThePublishedLine() {
        Schedule schedule = new Schedule(2, 4, Fall.LINE, 0.01, 105);
        assertThat(schedule.at(3)).isCloseTo(2 * (0.005 + 0.995 * 0.75), within(1e-15));
        assertThat(schedule.at(4)).isEqualTo(2);
        assertThat(schedule.at(8)).isEqualTo(2);
        assertThat(schedule.at(9)).isCloseTo(2, within(1e-15));
        assertThat(schedule.at(54)).isCloseTo(2 * (0.01 + 0.99 * 0.5 / 0.95), within(1e-15));
        assertThat(schedule.at(104)).isCloseTo(0.02, within(1e-15));
        assertThat(new Schedule(1, 0, Fall.LINE, 0.01, 1).at(0)).isEqualTo(1);
        assertThat(new Schedule(1, 0, Fall.LINE, 0.01, 2).at(1)).isCloseTo(0.01, within(1e-15));
    }

    @Test
    void itEndsWhereItIsToldTo() {
        Schedule line = new Schedule(2, 4, Fall.LINE, 0.1, 105);
        assertThat(line.at(8)).isEqualTo(2);
        assertThat(line.at(54)).isCloseTo(2 * (0.1 + 0.9 * 0.5 / 0.95), within(1e-15));
        assertThat(line.at(104)).isCloseTo(0.2, within(1e-15));
        assertThat(new Schedule(0.4, 0, Fall.COSINE, 0.25, 8).at(4)).isCloseTo(0.25, within(1e-15));
    }

    @Test
    void weightDecayGoesAlongHalfACosine() {
        WeightDecay decay = new WeightDecay(0.05, 0.08, 101);
        assertThat(decay.at(0)).isEqualTo(0.05);
        assertThat(decay.at(25)).isCloseTo(0.065 - 0.015 * Math.sqrt(0.5), within(1e-15));
        assertThat(decay.at(50)).isCloseTo(0.065, within(1e-15));
        assertThat(decay.at(100)).isCloseTo(0.08, within(1e-15));
        assertThat(new WeightDecay(0.05, 0.05, 7).at(3)).isEqualTo(0.05);
        assertThat(new WeightDecay(0.05, 0.08, 1).at(0)).isEqualTo(0.05);
        assertThatThrownBy(() -> new WeightDecay(0.05, 1.5, 7))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("final decay 1.5 is not from 0 to 1");
    }

    @Test
    void impossibleSchedulesAreRefused() {
        assertThatThrownBy(() -> new Schedule(Double.NaN, 0, Fall.COSINE, 0, 5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("learning rate NaN");
        assertThatThrownBy(() -> new Schedule(1, 0, Fall.LINE, 1.1, 5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("final rate 1.1 is not from 0 to 1 of the peak");
        assertThatThrownBy(() -> new Schedule(1, 5, Fall.LINE, 0.01, 5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("warm-up of 5 steps out of 5");
        assertThatThrownBy(() -> new Schedule(1, 0, Fall.LINE, 0.01, 5).at(5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("step 5");
    }

    @Test
    void everyEpochSeesEverythingOnceInAnOrderOfItsOwn() {
        Shuffle shuffle = new Shuffle(7, 50);
        Set<String> orders = new HashSet<>();
        for (int epoch = 0; epoch < 20; epoch++) {
            int[] order = shuffle.epoch(epoch);
            assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 50).toArray());
            orders.add(Arrays.toString(order));
        }
        orders.add(Arrays.toString(new Shuffle(8, 50).epoch(0)));
        assertThat(orders).hasSize(21);
        assertThat(new Shuffle(7, 50).epoch(19)).isEqualTo(shuffle.epoch(19));
    }

    @Test
    void batchesCutAnOrder() {
        int[] order = {4, 2, 0, 1, 3};
        assertThat(Shuffle.batch(order, 0, 2)).containsExactly(4, 2);
        assertThat(Shuffle.batch(order, 2, 2)).containsExactly(3);
    }

    /** Mean 0, variance 1 and kurtosis 3 within five standard errors of 100,000 draws; names and seeds do not repeat each other. */
    @Test
    void drawsAreNormalAndBelongToTheirName() {
        int n = 100_000;
        Draws draws = Draws.of(3, "a.weight");
        double[] x = IntStream.range(0, n).mapToDouble(draws::normal).toArray();
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
        double fourth = Arrays.stream(x).map(v -> v * v * v * v).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(n)));
        assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
        assertThat(fourth).isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
        assertThat(Draws.of(3, "a.weight").normal(5)).isEqualTo(x[5]);
        assertThat(Draws.of(3, "b.weight").normal(5)).isNotEqualTo(x[5]);
        assertThat(Draws.of(4, "a.weight").normal(5)).isNotEqualTo(x[5]);
        assertThat(draws.uniform(1)).isBetween(0.0, 1.0).isNotEqualTo(draws.uniform(2));
    }
}
