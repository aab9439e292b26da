package dev.codevar.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Precision;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoundingTest {
    private static final double UNIT = 1.0 / 256;

    /** Rounded by the bits, to the nearest: the upper half of a float is a bfloat16. */
    @Test
    void oneRoundingIsWhatTheModelSays() {
        SplittableRandom random = new SplittableRandom(1);
        double squares = 0;
        double largest = 0;
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            float exact = (float) Math.exp(random.nextDouble(-20, 20));
            float rounded = Float.intBitsToFloat((Float.floatToIntBits(exact) + 0x8000) & 0xFFFF0000);
            double error = Math.abs(rounded / (double) exact - 1);
            squares += error * error;
            largest = Math.max(largest, error);
        }
        assertThat(largest).isBetween(0.95 * UNIT, UNIT);
        assertThat(Math.sqrt(squares / count)).isCloseTo(0.43 * UNIT, within(0.01 * UNIT));
    }

    @Test
    void boundsGrowWithTheRootOfTheRoundings() {
        Rounding nine = new Rounding(9, Precision.BFLOAT16.rounding());
        assertThat(nine.rootMeanSquare(2)).isCloseTo(UNIT * 3 * 2, within(1e-15));
        // The largest of e² normal numbers is 2 deviations away: √(2·2).
        assertThat(nine.largest(1, 7)).isCloseTo(2 * 1.97276 * UNIT * 3, within(1e-6));
        assertThat(nine.largest(1, 1)).isPositive();
        // Three bits more.
        assertThat(new Rounding(9, Precision.FLOAT16.rounding()).rootMeanSquare(2))
                .isCloseTo(UNIT / 8 * 3 * 2, within(1e-15));
    }

    @Test
    void deeperNetworksRoundMore() {
        Pyramid pyramid = Pyramid.of(1, 2);
        assertThat(Rounding.ofTransformer(new VarConfig(1, 10, 8, 4, false, pyramid), Precision.BFLOAT16)
                        .roundings())
                .isEqualTo(29);
        assertThat(Rounding.ofTransformer(new VarConfig(4, 10, 8, 4, false, pyramid), Precision.BFLOAT16)
                        .roundings())
                .isEqualTo(89);
        assertThat(Rounding.ofTransformer(new VarConfig(4, 10, 8, 4, false, pyramid), Precision.INT8))
                .isEqualTo(new Rounding(40, 0.02));
        // Two levels of two blocks and the middle's two, 11 each; four convolutions; the picture's norm; 12 an
        // attention.
        VqVaeConfig without = new VqVaeConfig(8, 4, 32, List.of(1, 2), 1, false, false, 4, pyramid);
        assertThat(Rounding.ofDecoder(without, Precision.BFLOAT16).roundings()).isEqualTo(6 * 11 + 4 * 2 + 2);
        VqVaeConfig with = new VqVaeConfig(8, 4, 32, List.of(1, 2), 1, true, true, 4, pyramid);
        assertThat(Rounding.ofDecoder(with, Precision.BFLOAT16).roundings()).isEqualTo(6 * 11 + 4 * 2 + 2 + 3 * 12);
    }
}
