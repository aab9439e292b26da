package dev.codevar.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.tensor.Libtorch;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A comparison must be able to fail: on one value, on a NaN, on a shape. */
class TensorComparisonTest {

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @Test
    void oneNumberOutsideIsCounted() {
        Check check = TensorComparison.numbers("x", Tensor.create(1f, 2f, 3f), Tensor.create(1f, 2.0005f, 3.1f), 1e-3);
        assertThat(check.holds()).isFalse();
        assertThat(check.differing()).isEqualTo(1);
        assertThat(check.largestDifference()).isBetween(0.0999, 0.1001);
        assertThat(TensorComparison.numbers("x", Tensor.create(1f), Tensor.create(1.0005f), 1e-3)
                        .holds())
                .isTrue();
    }

    @Test
    void nanIsOutside() {
        assertThat(TensorComparison.numbers("x", Tensor.create(1f, 2f), Tensor.create(1f, Float.NaN), 1e9)
                        .holds())
                .isFalse();
    }

    @Test
    void idsMustBeEqual() {
        Check check = TensorComparison.ids("x", Tensor.create(1, 2, 3), Tensor.create(1L, 5L, 3L));
        assertThat(check.holds()).isFalse();
        assertThat(check.differing()).isEqualTo(1);
    }

    @Test
    void shapesMustBeEqual() {
        Check check = TensorComparison.numbers("x", Tensor.create(1f, 2f), Tensor.create(1f), 1);
        assertThat(check.holds()).isFalse();
        assertThat(check.note()).contains("[2]").contains("[1]");
    }
}
