package dev.codevar.decode.token;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Quantizer;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Turns logits into tokens: filter, then temperature, then chance. The temperature coming after the nucleus is a quirk of
 * the published code that its pictures depend on.
 */
public final class Picker {
    /** So many logits are worked on at once, on a processor and unless one picture has more: 8 MB of float32. */
    public static final int LOGITS_TOGETHER = 1 << 21;

    private final List<Row> rows;
    private final TokenSampler sampler;
    private final Compute compute;
    private final TokenFilter filter;

    public Picker(List<Row> rows, TokenSampler sampler, Compute compute) {
        this.rows = rows;
        this.sampler = sampler;
        this.compute = compute;
        this.filter = TokenFilter.of(rows, compute);
    }

    /** {@return how many of some pictures are worked on at once, on a processor and with so many logits each} */
    public static int picturesTogether(int pictures, long logitsEach) {
        return (int) Math.max(1, Math.min(pictures, LOGITS_TOGETHER / logitsEach));
    }

    /**
     * @param logits_BlV guided logits, changed in place: what is filtered out becomes −∞
     * @param k the scale
     * @return token ids (B, l), int64
     */
    public Tensor pick(Tensor logits_BlV, int k) {
        return Scoped.result(() -> sampler.choose(rows, probabilities(logits_BlV, k), k));
    }

    /**
     * @param logits_BlV guided logits, changed in place: what is filtered out becomes −∞
     * @param k the scale
     * @return the probability of every token (B, l, V), float32
     */
    Tensor probabilities(Tensor logits_BlV, int k) {
        return Scoped.result(() -> {
            filter.apply(logits_BlV, k);
            return coldest(torch.softmax(logits_BlV.div(temperature(k)), -1), logits_BlV, k);
        });
    }

    /** {@return the same, but all on the most likely token where the temperature is 0, the limit of one that falls to it} */
    private Tensor coldest(Tensor probabilities_BlV, Tensor logits_BlV, int k) {
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).temperature().get(k) == 0) {
                Tensor best_l1 = logits_BlV.select(0, row).argmax(new LongOptional(-1), true);
                probabilities_BlV.select(0, row).zero_().scatter_(1, best_l1, new Scalar(1.0));
            }
        }
        return probabilities_BlV;
    }

    /**
     * Codes mixed by Gumbel softmax, at a temperature that falls with the scale.
     *
     * @param logits_BlV filtered logits
     * @param k the scale
     * @param ratio k/(K−1)
     * @param quantizer holds the codes
     * @return (B, l, E), float32
     */
    public Tensor mix(Tensor logits_BlV, int k, double ratio, Quantizer quantizer) {
        return Scoped.result(() -> {
            double tau = Math.max(0.27 * (1 - ratio * 0.95), 0.005);
            Tensor noisy_BlV = logits_BlV.mul(new Scalar(1 + ratio)).add_(sampler.gumbel(rows, logits_BlV, k));
            return quantizer.mix(coldest(torch.softmax(noisy_BlV.div_(new Scalar(tau)), -1), logits_BlV, k));
        });
    }

    private Tensor temperature(int k) {
        float[] values = new float[rows.size()];
        for (int row = 0; row < values.length; row++) {
            float temperature = rows.get(row).temperature().get(k).floatValue();
            values[row] = temperature == 0 ? 1 : temperature;
        }
        return compute.place(Tensor.create(values, values.length, 1, 1), ScalarType.Float);
    }
}
