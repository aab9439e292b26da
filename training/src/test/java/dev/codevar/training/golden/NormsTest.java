package dev.codevar.training.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.verify.Check;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as the same number. */
class NormsTest {
    /** The largest norm is 4, so what is below 16 units of 2⁻²³ of it, 7.6e-6, vanishes. */
    private static Check gradients(double expected, double got) {
        return Norms.gradients(Map.of("large", 4.0, "small", expected), Map.of("large", 4.0, "small", got));
    }

    @Test
    void gradientsThatVanishMustVanishOnBothSides() {
        assertThat(gradients(8e-7, 5e-6).holds()).isTrue();
        assertThat(gradients(8e-7, 5e-6).note()).isEqualTo("1 vanish: they are below 7.6e-06 here as there");
        assertThat(gradients(8e-7, 8e-6).holds()).isFalse();
        assertThat(gradients(8e-6, 8e-7).holds()).isFalse();
        assertThat(gradients(8e-6, 8e-7).note()).isEqualTo("small is 8.0E-7, expected 8.0E-6");
    }

    @Test
    void otherGradientsMustAgreeInProportionHoweverSmall() {
        assertThat(gradients(1e-5, 1.0009e-5).holds()).isTrue();
        assertThat(gradients(1e-5, 1.0011e-5).holds()).isFalse();
        Check check = gradients(0.5, 0.501);
        assertThat(check.differing()).isEqualTo(1);
        assertThat(check.values()).isEqualTo(2);
        assertThat(check.largestDifference()).isBetween(0.00199, 0.00201);
        assertThat(gradients(0.5, Double.NaN).holds()).isFalse();
    }

    @Test
    void namesOnOneSideOnlyFail() {
        assertThat(Norms.gradients(Map.of("a", 1.0), Map.of()).holds()).isFalse();
        assertThat(Norms.gradients(Map.of(), Map.of("a", 1.0)).holds()).isFalse();
        assertThat(Norms.losses(List.of(1.0), List.of(1.00011)).holds()).isFalse();
        assertThat(Norms.losses(List.of(1.0), List.of(1.00009)).holds()).isTrue();
    }
}
