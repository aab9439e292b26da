package dev.codevar.measure.precision;

import dev.codevar.decode.token.Row;
import dev.codevar.decode.token.TokenProbabilities;
import dev.codevar.fault.CodeVarException;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Counts up, batch by batch, how the logits and tokens of a scale differ. */
final class ScaleTally {
    private static final long CODES = -1;

    private long tokens;
    private long logits;
    private double differences;
    private double largestDifference;
    private double variances;
    private double totalVariations;
    private double klDivergences;
    private long sameLikeliest;
    private long sameForced;
    private long sameFree;

    /**
     * Counts logits in that were computed from the same history.
     *
     * @param exact_blV guided logits in float32
     * @param other_blV guided logits in the other precision, kept as float32
     * @param rows the b pictures
     * @param k the scale
     */
    void addLogits(Tensor exact_blV, Tensor other_blV, List<Row> rows, int k) {
        Scoped.value(() -> {
            Tensor difference_blV = other_blV.sub(exact_blV).abs_();
            double sum = sum(difference_blV);
            if (!Double.isFinite(sum)) {
                throw new CodeVarException("scale " + k + ": logits are not finite, and cannot be compared");
            }
            differences += sum;
            largestDifference = Math.max(largestDifference, difference_blV.max().item_double());
            variances += sum(exact_blV.var(new long[] {CODES}, false, false));
            Tensor probability_blV = TokenProbabilities.of(exact_blV, rows, k);
            klDivergences += sum(klDivergence(probability_blV, other_blV.sub(exact_blV), rows, k));
            totalVariations += sum(TokenProbabilities.of(other_blV, rows, k)
                            .sub_(probability_blV)
                            .abs_())
                    / 2;
            sameLikeliest += same(likeliest(exact_blV), likeliest(other_blV));
            logits += exact_blV.numel();
            tokens += exact_blV.size(0) * exact_blV.size(1);
            return tokens;
        });
    }

    /** Counts tokens in that were drawn by the same chance from the same history. */
    void addForced(Tensor exact_Bl, Tensor other_Bl) {
        sameForced += same(exact_Bl, other_Bl);
    }

    /** Counts tokens in that were drawn by the same chance, each precision with its own history. */
    void addFree(Tensor exact_Bl, Tensor other_Bl) {
        sameFree += same(exact_Bl, other_Bl);
    }

    /** Counts in all that another tally has. */
    void merge(ScaleTally other) {
        tokens += other.tokens;
        logits += other.logits;
        differences += other.differences;
        largestDifference = Math.max(largestDifference, other.largestDifference);
        variances += other.variances;
        totalVariations += other.totalVariations;
        klDivergences += other.klDivergences;
        sameLikeliest += other.sameLikeliest;
        sameForced += other.sameForced;
        sameFree += other.sameFree;
    }

    TokenDifference difference() {
        return new TokenDifference(
                tokens,
                differences / logits,
                largestDifference,
                Math.sqrt(variances / tokens),
                totalVariations / tokens,
                klDivergences / tokens,
                share(sameLikeliest),
                share(sameForced),
                share(sameFree));
    }

    /**
     * {@return for each token (b, l) the divergence} With p for probabilities, Δ for the logits' difference and T for the temperature,
     * the other probabilities of the codes with p above 0 are p·exp(Δ/T), divided by their sum. So it is log Σ p·exp(Δ/T) − Σ p·Δ/T;
     * and where the likeliest token is taken, 0, since one code is left.
     */
    private static Tensor klDivergence(Tensor p_blV, Tensor difference_blV, List<Row> rows, int k) {
        float[] temperatures = new float[rows.size()];
        for (int b = 0; b < temperatures.length; b++) {
            double temperature = rows.get(b).temperature().get(k);
            temperatures[b] = temperature == 0 ? 1 : (float) temperature;
        }
        ScalarTypeOptional exactly = new ScalarTypeOptional(ScalarType.Double);
        Tensor p = p_blV.to(ScalarType.Double);
        p.div_(p.sum(new long[] {CODES}, true, exactly));
        Tensor exponent_blV = difference_blV
                .to(ScalarType.Double)
                .div(torch.tensor(temperatures).view(-1, 1, 1));
        Tensor mean_bl1 = p.mul(exponent_blV).sum(new long[] {CODES}, true, exactly);
        // Measured from its mean, and 0 where no code is left, so that nothing overflows.
        Tensor beside_blV = exponent_blV.sub(mean_bl1).mul(p.gt(new Scalar(0)));
        return p.mul(beside_blV.exp_())
                .sum(new long[] {CODES}, true, exactly)
                .log_()
                .clamp_min_(new Scalar(0.0));
    }

    private double share(long same) {
        return (double) same / tokens;
    }

    private static double sum(Tensor values) {
        return values.sum(new ScalarTypeOptional(ScalarType.Double)).item_double();
    }

    private static Tensor likeliest(Tensor logits_blV) {
        return torch.argmax(logits_blV, new LongOptional(CODES), false);
    }

    private static long same(Tensor one_Bl, Tensor other_Bl) {
        return Scoped.value(() -> one_Bl.eq(other_Bl).sum().item_long());
    }
}
