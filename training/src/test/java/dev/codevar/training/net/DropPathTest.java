package dev.codevar.training.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which pictures skip which blocks. */
class DropPathTest {
    private static final int ROWS = 10_000;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    /** What gains of 2 become. */
    private static float[] thinned(DropPath dropPath, int block, int branch) {
        return Scoped.value(() -> {
            Tensor gain_B1C = torch.ones(ROWS, 1, 1).mul(new Scalar(2.0));
            float[] gains = new float[ROWS];
            dropPath.thin(gain_B1C, Compute.EXACT, block, 3, branch)
                    .data_ptr_float()
                    .get(gains);
            return gains;
        });
    }

    private static double skipped(float[] gains) {
        int zeros = 0;
        for (float gain : gains) {
            zeros += gain == 0 ? 1 : 0;
        }
        return (double) zeros / gains.length;
    }

    @Test
    void theRateRisesFromNothingAndWhatStaysMakesUpForIt() {
        DropPath dropPath = new DropPath(0.4, 11, 3);
        assertThat(thinned(dropPath, 0, 0)).containsOnly(2f);
        // Of 10,000 draws: within five standard deviations.
        float[] middle = thinned(dropPath, 1, 0);
        assertThat(skipped(middle)).isBetween(0.18, 0.22);
        assertThat(middle).containsOnly(0f, 2.5f);
        float[] last = thinned(dropPath, 2, 1);
        assertThat(skipped(last)).isBetween(0.375, 0.425);
        assertThat(last).containsOnly(0f, (float) (1 / 0.6) * 2);
        assertThat(thinned(DropPath.NONE, 2, 1)).containsOnly(2f);
    }

    @Test
    void everyStepAndBranchChoosesAnewAndEveryRunTheSame() {
        float[] once = thinned(new DropPath(0.4, 11, 3), 2, 0);
        assertThat(thinned(new DropPath(0.4, 11, 3), 2, 0)).isEqualTo(once);
        for (float[] other : Arrays.asList(
                thinned(new DropPath(0.4, 11, 4), 2, 0),
                thinned(new DropPath(0.4, 12, 3), 2, 0),
                thinned(new DropPath(0.4, 11, 3), 2, 1))) {
            int alike = 0;
            for (int row = 0; row < ROWS; row++) {
                alike += (once[row] == 0) == (other[row] == 0) ? 1 : 0;
            }
            // Independent choices agree with probability 0.6² + 0.4².
            assertThat(alike / (double) ROWS).isBetween(0.495, 0.545);
        }
    }

    @Test
    void ratesOutsideTheRangeAreRefused() {
        for (double rate : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new DropPath(rate, 0, 0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("drop-path rate " + rate);
        }
    }
}
