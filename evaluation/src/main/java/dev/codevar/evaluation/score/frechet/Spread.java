package dev.codevar.evaluation.score.frechet;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.Locale;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A distribution as its mean and a factor of its covariance, in float64.
 *
 * @param mean_d the mean
 * @param factor_dk L with LLᵀ = Σ, of as many columns as it takes
 * @param trace tr Σ
 */
record Spread(Tensor mean_d, Tensor factor_dk, double trace) {
    /** Rounding of float32 leaves eigenvalues as far below 0, in units of the largest. */
    private static final double ROUNDING = 1e-6;

    static Spread of(Gaussian gaussian) {
        int d = gaussian.dimensions();
        loadLapack();
        Tensor covariance_dd = Tensor.create(gaussian.covariance(), d, d);
        return new Spread(
                Tensor.create(gaussian.mean()),
                factor(covariance_dd),
                covariance_dd.trace().item_double());
    }

    static Spread of(Features features) {
        int n = features.count();
        if (n >= features.dimensions()) {
            return of(FeatureStatistics.of(features).gaussian());
        }
        if (n < 2) {
            throw new InvalidInputException("a covariance needs at least 2 features, got " + n);
        }
        loadLapack();
        Tensor rows_nd = features.rows(0, n).to(ScalarType.Double);
        Tensor mean_d = rows_nd.mean(0);
        Tensor factor_dn = rows_nd.sub(mean_d).div(new Scalar(Math.sqrt(n - 1))).t();
        return new Spread(mean_d, factor_dn, factor_dn.square().sum().item_double());
    }

    private static void loadLapack() {
        Libtorch.load();
        if (!torch.hasLAPACK()) {
            throw new CodeVarException("this libtorch was built without LAPACK, which a Fréchet distance needs");
        }
    }

    /** Fails where {@link #of(Gaussian)} would. */
    static void requireLegal(Gaussian gaussian) {
        int d = gaussian.dimensions();
        loadLapack();
        Scoped.value(() -> requireNoneBelowZero(torch.linalg_eigvalsh(Tensor.create(gaussian.covariance(), d, d))));
    }

    /** {@return Q·Λ^½ with QΛQᵀ = Σ; eigenvalues that rounding left below 0 count as 0} */
    private static Tensor factor(Tensor covariance_dd) {
        T_TensorTensor_T eigen = torch.linalg_eigh(covariance_dd);
        Tensor eigenvalues_d = eigen.get0();
        requireNoneBelowZero(eigenvalues_d);
        return eigen.get1().mul(eigenvalues_d.clamp_min(new Scalar(0.0)).sqrt());
    }

    /** {@return the least of them} */
    private static double requireNoneBelowZero(Tensor eigenvalues_d) {
        double least = eigenvalues_d.min().item_double();
        if (least < -ROUNDING * eigenvalues_d.max().item_double()) {
            throw new InvalidInputException(
                    String.format(Locale.ROOT, "a covariance has the eigenvalue %.3g, which is below 0", least));
        }
        return least;
    }
}
