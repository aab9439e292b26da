package dev.codevar.evaluation.inception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PoolTest {

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void theBorderOfAConstantIsItsInterior() {
        for (Pool pool : Pool.values()) {
            Scoped.value(() -> {
                Tensor constant =
                        torch.full(new long[] {1, 2, 5, 7}, new Scalar(-3.0), new TensorOptions(ScalarType.Float));
                return assertThat(
                                pool.apply(constant).eq(new Scalar(-3.0)).all().item_bool())
                        .as(pool.name())
                        .isTrue();
            });
        }
    }

    @Test
    void eachTakesItsPixels() {
        float[] nine = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        assertThat(pooled(Pool.NONE, nine)).containsExactly(nine);
        assertThat(pooled(Pool.AVERAGE, nine)).containsExactly(3, 3.5f, 4, 4.5f, 5, 5.5f, 6, 6.5f, 7);
        assertThat(pooled(Pool.MAX, nine)).containsExactly(5, 6, 6, 8, 9, 9, 8, 9, 9);
        assertThat(pooled(Pool.HALVING, nine)).containsExactly(9);
    }

    private static float[] pooled(Pool pool, float[] values) {
        return Scoped.value(() -> {
            Tensor result = pool.apply(Tensor.create(values, 1, 1, 3, 3)).contiguous();
            float[] numbers = new float[(int) result.numel()];
            result.data_ptr_float().get(numbers);
            return numbers;
        });
    }
}
