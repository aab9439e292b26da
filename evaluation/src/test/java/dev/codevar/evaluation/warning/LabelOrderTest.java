package dev.codevar.evaluation.warning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelOrderTest {
    /** Of every order of five labels by itself, against the formulas. */
    @Test
    void meanAndDeviationAreThoseOfAllOrders() {
        List<Integer> runs = new ArrayList<>();
        runsOfAllOrders(new int[] {0, 0, 1, 1, 2}, 0, runs);
        double mean = runs.stream().mapToInt(i -> i).average().orElseThrow();
        double variance = runs.stream()
                .mapToDouble(i -> (i - mean) * (i - mean))
                .average()
                .orElseThrow();
        LabelOrder order = LabelOrder.of(0, 1, 0, 1, 2);
        assertThat(runs).hasSize(120);
        assertThat(order.runs()).isEqualTo(5);
        assertThat(order.expected()).isCloseTo(mean, within(1e-12));
        assertThat(order.deviation()).isCloseTo(Math.sqrt(variance), within(1e-12));
    }

    @Test
    void oneClassIsNotSorted() {
        assertThat(LabelOrder.of(4, 4, 4, 4).sorted()).isFalse();
        assertThat(LabelOrder.of(4).sorted()).isFalse();
    }

    private static void runsOfAllOrders(int[] labels, int place, List<Integer> runs) {
        if (place == labels.length) {
            int count = 1;
            for (int i = 1; i < labels.length; i++) {
                count += labels[i] == labels[i - 1] ? 0 : 1;
            }
            runs.add(count);
            return;
        }
        for (int i = place; i < labels.length; i++) {
            swap(labels, place, i);
            runsOfAllOrders(labels, place + 1, runs);
            swap(labels, place, i);
        }
    }

    private static void swap(int[] labels, int one, int other) {
        int kept = labels[one];
        labels[one] = labels[other];
        labels[other] = kept;
    }
}
