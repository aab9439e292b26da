package dev.codevar.sampling.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.tensor.Philox;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleOrderTest {
    private static final List<Integer> CLASSES = List.of(3, 0, 999);

    @Test
    void everyPictureStandsSomewhereOnce() {
        SampleOrder order = new SampleOrder(7, CLASSES, 50);
        Set<List<Integer>> seen = new HashSet<>();
        Set<Long> seeds = new HashSet<>();
        for (int position = 0; position < order.size(); position++) {
            SampleOrder.Entry entry = order.at(position);
            assertThat(CLASSES).contains(entry.label());
            assertThat(entry.index()).isBetween(0, 49);
            seen.add(List.of(entry.label(), entry.index()));
            seeds.add(entry.seed());
        }
        assertThat(seen).hasSize(150);
        assertThat(seeds).hasSize(150);
    }

    /** The seed is Philox's word pair of (class, index, 1, 0) under the run's seed, wherever the picture stands. */
    @Test
    void seedsFollowFromRunClassAndIndexAlone() {
        SampleOrder few = new SampleOrder(-5, CLASSES, 2);
        SampleOrder many = new SampleOrder(-5, List.of(999), 40);
        for (SampleOrder order : List.of(few, many)) {
            for (int position = 0; position < order.size(); position++) {
                SampleOrder.Entry entry = order.at(position);
                assertThat(entry.seed()).isEqualTo(Philox.bits(-5, entry.label(), entry.index(), 1, 0));
            }
        }
        assertThat(SampleOrder.pictureSeed(1, 0, 0)).isNotEqualTo(SampleOrder.pictureSeed(2, 0, 0));
    }

    /** Fisher and Yates on a list that is taken apart, the other way to write the shuffle. */
    @Test
    void theShuffleIsFisherAndYates() {
        int size = 60;
        List<Integer> left = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Integer[] expected = new Integer[size];
        for (int i = size - 1; i >= 0; i--) {
            int taken = i == 0 ? 0 : (int) Math.floor(Philox.uniform(11, i, 0, 2) * (i + 1));
            expected[i] = left.get(taken);
            left.set(taken, left.get(i));
            left.remove(i);
        }
        SampleOrder order = new SampleOrder(11, List.of(10, 20, 30), 20);
        for (int position = 0; position < size; position++) {
            SampleOrder.Entry entry = order.at(position);
            assertThat(entry.label()).isEqualTo(10 * (expected[position] / 20 + 1));
            assertThat(entry.index()).isEqualTo(expected[position] % 20);
        }
    }

    /** All 24 orders of four pictures come about equally often: chi-squared of 23 degrees, beyond 60 once in 30000 times. */
    @Test
    void ordersAreEquallyLikely() {
        int runs = 24_000;
        java.util.Map<String, Integer> counts = new java.util.HashMap<>();
        for (int seed = 0; seed < runs; seed++) {
            SampleOrder order = new SampleOrder(seed, List.of(0, 1, 2, 3), 1);
            StringBuilder labels = new StringBuilder();
            IntStream.range(0, 4).forEach(i -> labels.append(order.at(i).label()));
            counts.merge(labels.toString(), 1, Integer::sum);
        }
        assertThat(counts).hasSize(24);
        double expected = runs / 24.0;
        double chiSquared = counts.values().stream()
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
        assertThat(chiSquared).isLessThan(60);
    }
}
