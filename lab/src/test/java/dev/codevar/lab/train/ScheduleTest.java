package dev.codevar.lab.train;

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
        Schedule schedule = new Schedule(0.4, 3, Fall.COSINE, 11);
        assertThat(schedule.at(0)).isCloseTo(0.1, within(1e-15));
        assertThat(schedule.at(2)).isCloseTo(0.3, within(1e-15));
        assertThat(schedule.at(3)).isEqualTo(0.4);
        // A quarter, half and three quarters of the way down: cos 45° = √½.
        assertThat(schedule.at(5)).isCloseTo(0.2 * (1 + Math.sqrt(0.5)), within(1e-15));
        assertThat(schedule.at(7)).isCloseTo(0.2, within(1e-15));
        assertThat(schedule.at(9)).isCloseTo(0.2 * (1 - Math.sqrt(0.5)), within(1e-15));
        assertThat(new Schedule(1, 0, Fall.COSINE, 1).at(0)).isEqualTo(1);
    }

    /** By hand, after the published lr_control.py: a twentieth of 100 steps flat, then 0.01 + 0.99 · rest / 0.95. */
    @Test
    void itFallsAlongThePublishedLine() {
        Schedule schedule = new Schedule(2, 4, Fall.LINE, 105);
        assertThat(schedule.at(3)).isCloseTo(1.6, within(1e-15));
        assertThat(schedule.at(4)).isEqualTo(2);
        assertThat(schedule.at(8)).isEqualTo(2);
        assertThat(schedule.at(9)).isCloseTo(2, within(1e-15));
        assertThat(schedule.at(54)).isCloseTo(2 * (0.01 + 0.99 * 0.5 / 0.95), within(1e-15));
        assertThat(schedule.at(104)).isCloseTo(0.02, within(1e-15));
        assertThat(new Schedule(1, 0, Fall.LINE, 1).at(0)).isEqualTo(1);
        assertThat(new Schedule(1, 0, Fall.LINE, 2).at(1)).isCloseTo(0.01, within(1e-15));
    }

    @Test
    void impossibleSchedulesAreRefused() {
        assertThatThrownBy(() -> new Schedule(Double.NaN, 0, Fall.COSINE, 5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("learning rate NaN");
        assertThatThrownBy(() -> new Schedule(1, 5, Fall.LINE, 5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("warm-up of 5 steps out of 5");
        assertThatThrownBy(() -> new Schedule(1, 0, Fall.LINE, 5).at(5))
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
