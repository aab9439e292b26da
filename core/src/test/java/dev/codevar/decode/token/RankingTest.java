package dev.codevar.decode.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The largest of a row, against a sort by comparison. */
class RankingTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "4096, 900, 1e-6", "4096, 4096, 1e-6", "4096, 1, 1e-6", "512, 100, 0.5", "300, 299, 3"})
    void rowsComeInTheOrderOfASort(int codes, int count, float step) {
        Random random = new Random(3);
        Ranking ranking = new Ranking(codes);
        for (int round = 0; round < 20; round++) {
            float[] logits = new float[codes];
            for (int i = 0; i < codes; i++) {
                logits[i] = Math.round(random.nextGaussian() * 5 / step) * step;
            }
            assertThat(ranking.largest(logits, count)).isEqualTo(largest(logits, count));
        }
    }

    @Test
    void bothZerosAreEqualAndInfinitiesHaveTheirPlace() {
        float[] logits = {0, Float.NEGATIVE_INFINITY, -0f, Float.POSITIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE, 0
        };
        Ranking ranking = new Ranking(logits.length);
        assertThat(ranking.largest(logits, 7)).containsExactly(1, 5, 0, 2, 6, 4, 3);
        assertThat(ranking.largest(logits, 3))
                .as("three zeros share the third place")
                .containsExactly(0, 2, 6, 4, 3);
    }

    @Test
    void whatIsNotANumberIsTheLargest() {
        assertThat(new Ranking(3).largest(new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1}, 2))
                .containsExactly(1, 0);
    }

    private static int[] largest(float[] logits, int count) {
        int[] ascending = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(id -> logits[id] + 0f)
                        .thenComparing(id -> id))
                .mapToInt(id -> id)
                .toArray();
        float least = logits[ascending[logits.length - count]];
        return IntStream.of(ascending).filter(id -> logits[id] >= least).toArray();
    }
}
