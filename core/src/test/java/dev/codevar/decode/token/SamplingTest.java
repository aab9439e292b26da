package dev.codevar.decode.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters and chance on small distributions whose outcome can be worked out by hand. */
class SamplingTest {

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @Test
    void topKKeepsTies() {
        assertThat(probabilities(new float[] {1, 3, 2, 3, 2}, 3, 0, 1))
                .as("the third largest is 2, and both 2s stay")
                .satisfies(p -> assertThat(p[0]).isZero())
                .satisfies(p -> assertThat(p[2]).isPositive().isEqualTo(p[4]));
    }

    @Test
    void topPDropsUpToOneMinusPAndNeverTheLikeliest() {
        float[] logits = log(0.1f, 0.2f, 0.3f, 0.4f);
        // Ascending 0.1, 0.3, 0.6, 1.0: at most 1 − 0.65 = 0.35 goes, so the two smallest.
        assertThat(probabilities(logits, 0, 0.65, 1))
                .satisfies(p -> assertThat(p[0] + p[1]).isZero())
                .satisfies(p -> assertThat(p[2]).isCloseTo(3f / 7, org.assertj.core.data.Offset.offset(1e-5f)));
        assertThat(probabilities(logits, 0, 1e-9, 1)[3]).isEqualTo(1);
    }

    @Test
    void equallyLikelyTokensAtTheEdgeOfTheNucleusGoByTheirId() {
        // Four of 0.25: ascending sums 0.25, 0.5, ...; 1 − 0.7 = 0.3 lets exactly one go, the one of lowest id.
        assertThat(probabilities(new float[] {0, 0, 0, 0}, 0, 0.7, 1))
                .satisfies(p -> assertThat(p[0]).isZero())
                .satisfies(p -> assertThat(p[1]).isPositive())
                .satisfies(p -> assertThat(p[3]).isPositive());
    }

    @Test
    void temperatureComesAfterTheNucleus() {
        float[] logits = log(0.1f, 0.2f, 0.3f, 0.4f);
        float[] hot = probabilities(logits, 0, 0.65, 50);
        // Had the temperature come first, all four would be near 0.25 and only one would go.
        assertThat(hot[0] + hot[1]).isZero();
        assertThat(hot[2]).isBetween(0.49f, 0.5f);
    }

    @Test
    void rowsOfABatchHaveTheirOwnOptions() {
        Scoped.value(() -> {
            Row greedy = row(1, 1, 0, 0.5);
            Row nucleus = row(2, 0, 0.65, 1);
            Row free = row(3, 0, 0, 1);
            List<Row> rows = List.of(greedy, nucleus, free);
            float[] logits = log(0.1f, 0.2f, 0.3f, 0.4f);
            Tensor all_3xV = Tensor.create(logits, 1, 1, 4).repeat(3, 1, 1);
            TokenSampler unused = new PerPictureSampler(Compute.EXACT);
            Tensor p = new Picker(rows, unused, Compute.EXACT).probabilities(all_3xV, 0);
            assertThat(floats(p.select(0, 0))).containsExactly(0, 0, 0, 1);
            assertThat(floats(p.select(0, 1))).containsExactly(probabilities(logits, 0, 0.65, 1));
            assertThat(floats(p.select(0, 2))).containsExactly(probabilities(logits, 0, 0, 1));
            return 0;
        });
    }

    /** Coarse logits have many ties at the edge, fine ones none. */
    @ParameterizedTest
    @CsvSource({"0.5, 40, 0", "0.5, 40, 0.8", "1e-6, 40, 0.8", "0.01, 0, 0.9", "0.5, 0, 0.3", "0.5, 300, 0.97"})
    void filtersAgreeWithOnesWrittenPlainly(float step, int topK, double topP) {
        Random random = new Random(5);
        for (int round = 0; round < 20; round++) {
            float[] logits = new float[300];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = Math.round(random.nextGaussian() * 2 / step) * step;
            }
            float[] p = probabilities(logits, topK, topP, 1);
            Set<Integer> kept =
                    IntStream.range(0, p.length).filter(i -> p[i] > 0).boxed().collect(Collectors.toSet());
            assertThat(kept).isEqualTo(plainlyKept(logits, topK, topP));
        }
    }

    /** One token after the other is dropped, the least likely and then the lowest id first. */
    private static Set<Integer> plainlyKept(float[] logits, int topK, double topP) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, logits.length).boxed().toList());
        order.sort(Comparator.<Integer>comparingDouble(i -> logits[i]).thenComparing(i -> i));
        float limit = topK == 0 ? Float.NEGATIVE_INFINITY : logits[order.get(logits.length - topK)];
        order.removeIf(i -> logits[i] < limit);
        if (topP == 0) {
            return Set.copyOf(order);
        }
        double total = order.stream().mapToDouble(i -> Math.exp(logits[i])).sum();
        double running = 0;
        Set<Integer> kept = new HashSet<>();
        for (int i : order) {
            running += Math.exp(logits[i]) / total;
            if (running > 1 - topP) {
                kept.add(i);
            }
        }
        kept.add(order.get(order.size() - 1));
        return kept;
    }

    @Test
    void choicesFollowTheDistribution() {
        Scoped.value(() -> {
            int draws = 40_000;
            Row row = row(99, 0, 0, 1);
            Tensor p_1lV =
                    Tensor.create(new float[] {0.1f, 0, 0.6f, 0.3f}, 1, 1, 4).expand(1, draws, 4);
            long[] ids = new long[draws];
            new PerPictureSampler(Compute.EXACT)
                    .choose(List.of(row), p_1lV.contiguous(), 2)
                    .contiguous()
                    .data_ptr_long()
                    .get(ids);
            double[] share = IntStream.range(0, 4)
                    .mapToDouble(code -> java.util.Arrays.stream(ids)
                                    .filter(id -> id == code)
                                    .count()
                            / (double) draws)
                    .toArray();
            assertThat(share[1]).isZero();
            assertThat(share[0]).isBetween(0.094, 0.106);
            assertThat(share[2]).isBetween(0.590, 0.610);
            assertThat(share[3]).isBetween(0.290, 0.310);
            return 0;
        });
    }

    @Test
    void gumbelNumbersHaveTheirMeanAndDeviation() {
        Scoped.value(() -> {
            List<Row> rows = List.of(row(5, 0, 0, 1));
            Tensor g = new PerPictureSampler(Compute.EXACT).gumbel(rows, torch.zeros(1, 100, 500), 1);
            // Euler's constant, and pi/sqrt(6).
            assertThat(g.mean().item_double()).isBetween(0.5672, 0.5872);
            assertThat(g.std().item_double()).isBetween(1.2725, 1.2925);
            return 0;
        });
    }

    @Test
    void guidanceGrowsWithTheScaleAndIsEachRowsOwn() {
        Scoped.value(() -> {
            Tensor conditional_2lV = Tensor.create(new float[] {1, 2}, 2, 1, 1);
            Tensor unconditional_2lV = Tensor.create(new float[] {10, 20}, 2, 1, 1);
            List<Row> rows = List.of(
                    new Row(0, 0, 2, List.of(1.0), List.of(0), 0, null),
                    new Row(0, 0, 4, List.of(1.0), List.of(0), 0, null));
            Guidance guidance = new Guidance(rows, Compute.EXACT);
            Tensor guided = guidance.apply(conditional_2lV, unconditional_2lV, new int[] {0, 1}, 0.5);
            // t = 1 and 2: (1+1)·1 − 1·10 and (1+2)·2 − 2·20.
            assertThat(floats(guided)).containsExactly(-8, -34);
            return 0;
        });
    }

    @Test
    void whoIsNotGuidedKeepsItsLogits() {
        Scoped.value(() -> {
            Tensor conditional_3lV = Tensor.create(new float[] {1, 2, 3}, 3, 1, 1);
            Tensor unconditional_1lV = Tensor.create(new float[] {10}, 1, 1, 1);
            List<Row> rows = Stream.of(0.0, 2.0, 0.0)
                    .map(cfg -> new Row(0, 0, cfg, List.of(1.0), List.of(0), 0, null))
                    .toList();
            Tensor guided =
                    new Guidance(rows, Compute.EXACT).apply(conditional_3lV, unconditional_1lV, new int[] {1}, 0.5);
            assertThat(floats(guided)).containsExactly(1, (1 + 1) * 2 - 10, 3);
            return 0;
        });
    }

    private static Row row(long seed, int topK, double topP, double temperature) {
        return new Row(0, seed, 0, Collections.nCopies(3, temperature), Collections.nCopies(3, topK), topP, null);
    }

    private static float[] log(float... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]);
        }
        return logits;
    }

    private static float[] probabilities(float[] logits, int topK, double topP, double temperature) {
        return Scoped.value(() ->
                floats(TokenProbabilities.of(Tensor.create(logits, 1, 1, logits.length), topK, topP, temperature)));
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        tensor.to(ScalarType.Float).contiguous().data_ptr_float().get(values);
        return values;
    }
}
