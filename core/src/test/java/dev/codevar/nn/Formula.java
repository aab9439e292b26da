package dev.codevar.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** For tests that compare a kernel with its formula in float64. */
public final class Formula {
    private Formula() {}

    /** {@return the same numbers in float64, without their history} */
    public static Tensor exact(Tensor x) {
        return x.detach().to(ScalarType.Double);
    }

    /**
     * @param tolerance how long the difference may be, relative to what is wanted
     */
    public static void requireClose(Tensor got, Tensor wanted, double tolerance) {
        double error = exact(got).view(wanted.sizes()).sub(wanted).norm().item_double();
        assertThat(error / wanted.norm().item_double()).isLessThan(tolerance);
    }
}
