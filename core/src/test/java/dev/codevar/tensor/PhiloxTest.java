package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Known answers are those of the generator's authors (Random123, kat_vectors, philox4x32-10). */
class PhiloxTest {

    @Test
    void zeros() {
        assertThat(Philox.bits(0, 0, 0, 0, 0)).isEqualTo(0xe169c58d6627e8d5L);
    }

    @Test
    void ones() {
        assertThat(Philox.bits(-1L, -1, -1, -1, -1)).isEqualTo(0x41c83b0e408f276dL);
    }

    @Test
    void digitsOfPi() {
        assertThat(Philox.bits(0x299f31d0a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
                .isEqualTo(0x94fdccebd16cfe09L);
    }

    @Test
    void uniformNumbersFillTheUnitInterval() {
        int bins = 20;
        int draws = 100_000;
        int[] counts = new int[bins];
        for (int i = 0; i < draws; i++) {
            double u = Philox.uniform(42, i, 3, 0);
            assertThat(u).isBetween(0.0, Math.nextDown(1.0));
            counts[(int) (u * bins)]++;
        }
        double expected = (double) draws / bins;
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        // 19 degrees of freedom: above 43.8 once in a thousand for a fair generator, and this one never changes.
        assertThat(chiSquare).isLessThan(43.8);
    }
}
