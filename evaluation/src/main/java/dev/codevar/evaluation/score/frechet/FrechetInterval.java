package dev.codevar.evaluation.score.frechet;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.Quantile;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How much a Fréchet distance would have differed for other samples of the same generator; the reference is held fixed. A bootstrap
 * of the distance's linear part: every sample's influence on the distance is computed once, and samples are drawn with replacement
 * from these influences. That takes the time of about two distances, not of one for each draw, and unlike drawing features
 * anew it is not biased by the features drawn twice. The bias that the distance itself has for few samples stays in.
 *
 * @param distance of the samples as they are
 * @param low end of the interval
 * @param high end of the interval
 * @param standardError the standard deviation over draws
 */
public record FrechetInterval(double distance, double low, double high, double standardError) {
    private static final int ROWS_TOGETHER = 4096;
    /** {@return how surely an interval holds a distance, as texts say it: 0.95 is "95%"} */
    public static String percent(double confidence) {
        return BigDecimal.valueOf(confidence)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString() + "%";
    }

    /** Directions with less variance than this, in units of the largest, count as without. */
    private static final double FLAT = 1e-10;

    /**
     * @param samples more than they have dimensions
     * @param gaussian mean and covariance of the samples, in float64
     * @param reference those of the reference
     * @param draws how many sets of samples are drawn, say 1000
     * @param confidence the share of draws within the interval, say 0.95
     */
    public static FrechetInterval of(
            Features samples, Gaussian gaussian, Gaussian reference, int draws, double confidence, long seed) {
        if (samples.count() <= samples.dimensions()) {
            throw new InvalidInputException("an interval needs more features than their " + samples.dimensions()
                    + " dimensions, got " + samples.count());
        }
        if (draws < 2 || !(confidence > 0 && confidence < 1)) {
            throw new InvalidInputException(
                    "draws " + draws + " is less than 2, or confidence " + confidence + " is not between 0 and 1");
        }
        double distance = FrechetDistance.between(gaussian, reference);
        double[] drawn = draw(influences(samples, gaussian, reference), draws, new SplittableRandom(seed));
        double mean = Arrays.stream(drawn).average().orElseThrow();
        double variance = Arrays.stream(drawn)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (draws - 1);
        return new FrechetInterval(
                distance,
                distance + Quantile.of(drawn, (1 - confidence) / 2),
                distance + Quantile.of(drawn, (1 + confidence) / 2),
                Math.sqrt(variance));
    }

    /** {@return means of draws in ascending order} */
    private static double[] draw(double[] influences_n, int draws, SplittableRandom random) {
        double[] means = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            double sum = 0;
            for (int i = 0; i < influences_n.length; i++) {
                sum += influences_n[random.nextInt(influences_n.length)];
            }
            means[draw] = sum / influences_n.length;
        }
        Arrays.sort(means);
        return means;
    }

    /**
     * With x from the mean: 2(μ₁ − μ₂)·x + xᵀ(I − T)x, less its mean, where T = Σ₁^−½(Σ₁^½Σ₂Σ₁^½)^½Σ₁^−½ maps the samples'
     * distribution to the reference's. For −2T is the derivative of −2·tr((Σ₁Σ₂)^½) by Σ₁, twice.
     */
    private static double[] influences(Features samples, Gaussian gaussian, Gaussian reference) {
        Libtorch.load();
        int d = samples.dimensions();
        double[] influences_n = new double[samples.count()];
        Scoped.value(() -> {
            Tensor mean_d = Tensor.create(gaussian.mean());
            Tensor pull_d = mean_d.sub(Tensor.create(reference.mean())).mul(new Scalar(2.0));
            Tensor curve_dd = torch.eye(d).to(ScalarType.Double).sub(transport(gaussian, reference));
            for (RowBlock block : RowBlock.of(samples.count(), ROWS_TOGETHER)) {
                Scoped.value(() -> {
                    Tensor rows_nd = samples.rows(block.first(), block.rows())
                            .to(ScalarType.Double)
                            .sub(mean_d);
                    Tensor influence_n =
                            rows_nd.mm(curve_dd).add_(pull_d).mul_(rows_nd).sum(1);
                    influence_n.data_ptr_double().get(influences_n, block.first(), block.rows());
                    return influences_n;
                });
            }
            return influences_n;
        });
        double mean = Arrays.stream(influences_n).average().orElseThrow();
        return Arrays.stream(influences_n).map(value -> value - mean).toArray();
    }

    /** {@return T: with Σ₁ = QΛQᵀ, L = QΛ^½ and LᵀΣ₂L = USU' it is GS^½Gᵀ, where G = QΛ^−½U} */
    private static Tensor transport(Gaussian one, Gaussian other) {
        return Scoped.result(() -> {
            int d = one.dimensions();
            T_TensorTensor_T eigen = torch.linalg_eigh(Tensor.create(one.covariance(), d, d));
            Tensor variance_d = eigen.get0();
            Tensor hasSome_d = variance_d.gt(new Scalar(FLAT * variance_d.max().item_double()));
            Tensor root_d = variance_d.clamp_min(new Scalar(0.0)).sqrt();
            Tensor inverse_d = root_d.reciprocal().masked_fill_(hasSome_d.logical_not(), new Scalar(0.0));
            Tensor factor_dd = eigen.get1().mul(root_d);
            T_TensorTensor_T product = torch.linalg_eigh(
                    factor_dd.t().mm(Tensor.create(other.covariance(), d, d)).mm(factor_dd));
            Tensor half_dd = eigen.get1().mul(inverse_d).mm(product.get1());
            return half_dd.mul(product.get0().clamp_min(new Scalar(0.0)).sqrt()).mm(half_dd.t());
        });
    }
}
