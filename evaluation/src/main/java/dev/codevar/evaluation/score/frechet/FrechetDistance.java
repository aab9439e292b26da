package dev.codevar.evaluation.score.frechet;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The squared Fréchet distance of two normal distributions, |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2·(Σ₁Σ₂)^½), in float64 on the processor.
 * Of Inception's features it is FID. Rounding may leave it a little below 0 where the two are equal; it is returned as it is.
 */
public final class FrechetDistance {

    private FrechetDistance() {}

    /** {@return the distance} */
    public static double between(Gaussian one, Gaussian other) {
        return between(one, other, MeanPrecision.FLOAT64);
    }

    /** {@return the distance, the means' part of it in {@code means}} */
    public static double between(Gaussian one, Gaussian other, MeanPrecision means) {
        check(one.dimensions(), other.dimensions());
        return Scoped.value(() -> between(Spread.of(one), Spread.of(other), means));
    }

    /**
     * The distance of the distributions that two sets of features have. Where there are fewer features than dimensions no
     * covariance is computed: that is faster by far, and leaves no rounding where the covariance has none of the variance.
     */
    public static double between(Features one, Features other) {
        check(one.dimensions(), other.dimensions());
        return Scoped.value(() -> between(Spread.of(one), Spread.of(other), MeanPrecision.FLOAT64));
    }

    /**
     * Looks whether there are distances from a distribution, in less time than one takes.
     *
     * @throws InvalidInputException if its covariance has an eigenvalue below 0
     */
    public static void requireLegal(Gaussian gaussian) {
        Spread.requireLegal(gaussian);
    }

    private static void check(int one, int other) {
        if (one != other) {
            throw new InvalidInputException(
                    "distributions of " + one + " and of " + other + " dimensions cannot be compared");
        }
    }

    private static double between(Spread one, Spread other, MeanPrecision means) {
        return means.squaredDistance(numbers(one.mean_d()), numbers(other.mean_d()))
                + (one.trace() + other.trace() - 2 * traceOfRoot(one.factor_dk(), other.factor_dk()));
    }

    private static double[] numbers(Tensor mean_d) {
        double[] numbers = new double[(int) mean_d.numel()];
        mean_d.data_ptr_double().get(numbers);
        return numbers;
    }

    /**
     * tr((Σ₁Σ₂)^½): with Σ = LLᵀ it is the sum of the singular values of L₁ᵀL₂, whose squares are the eigenvalues of Σ₁Σ₂. Roots
     * of those eigenvalues would turn rounding of 1e-16 into 1e-8 wherever a covariance is singular.
     */
    private static double traceOfRoot(Tensor one_dk, Tensor other_dk) {
        return torch.linalg_svdvals(one_dk.t().mm(other_dk)).sum().item_double();
    }
}
