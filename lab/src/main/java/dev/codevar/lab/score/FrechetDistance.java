package dev.codevar.lab.score;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The squared Fréchet distance of two normal distributions, |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2·(Σ₁Σ₂)^½), in float64 on the processor.
 */
public final class FrechetDistance {

    private FrechetDistance() {}

    /** {@return the distance; rounding may leave it a little below 0 where the two are equal} */
    public static double between(Gaussian one, Gaussian other) {
        int d = one.dimensions();
        if (d != other.dimensions()) {
            throw new InvalidInputException(
                    "distributions of " + d + " and of " + other.dimensions() + " dimensions cannot be compared");
        }
        Libtorch.load();
        if (!torch.hasLAPACK()) {
            throw new CodeVarException("this libtorch was built without LAPACK, which a Fréchet distance needs");
        }
        return Scoped.value(() -> {
            Tensor apart_d = Tensor.create(one.mean()).sub(Tensor.create(other.mean()));
            Tensor one_dd = Tensor.create(one.covariance(), d, d);
            Tensor other_dd = Tensor.create(other.covariance(), d, d);
            double traces = one_dd.trace().item_double() + other_dd.trace().item_double();
            return apart_d.square().sum().item_double() + (traces - 2 * traceOfRoot(one_dd, other_dd));
        });
    }

    /**
     * tr((Σ₁Σ₂)^½): with Σ = LLᵀ it is the sum of the singular values of L₁ᵀL₂, whose squares are the eigenvalues of Σ₁Σ₂. Roots
     * of those eigenvalues would turn rounding of 1e-16 into 1e-8 wherever a covariance is singular.
     */
    private static double traceOfRoot(Tensor one_dd, Tensor other_dd) {
        return torch.linalg_svdvals(factor(one_dd).t().mm(factor(other_dd)))
                .sum()
                .item_double();
    }

    /** {@return L with LLᵀ = Σ; eigenvalues that rounding left below 0 count as 0} */
    private static Tensor factor(Tensor covariance_dd) {
        T_TensorTensor_T eigen = torch.linalg_eigh(covariance_dd);
        return eigen.get1().mul(eigen.get0().clamp_min(new Scalar(0.0)).sqrt());
    }
}
