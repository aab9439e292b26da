package dev.codevar.training.net;

import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Loss;
import dev.codevar.vqvae.Resample;
import dev.codevar.vqvae.SharedLayers;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The multi-scale quantizer in a training step: the tokens that {@link dev.codevar.vqvae.Quantizer} finds, from a codebook that
 * changes under it, with the loss that draws codes and features together and a gradient that passes straight through.
 */
public final class QuantizerTraining {
    private static final String CODEBOOK = "quantize.embedding.weight";
    private static final String PHI = "quantize.quant_resi.qresi_ls.";

    /** How much the encoder is drawn to its codes, beside 1 for the codes to it (VAR, equation 5). */
    private static final double COMMITMENT = 0.25;

    /** How much of φ(h) is its convolution; the rest is h itself. */
    private static final double RESIDUAL_RATIO = 0.5;

    private static final long[] UNIT = {1, 1};

    private final Pyramid pyramid;
    private final int codes;
    private final LiveTensors parameters;
    private final SharedLayers shared;

    /**
     * What latent pictures became.
     *
     * @param f_hat_BEPP the sum of all scales, whose gradient goes to the features alone
     * @param loss the mean over scales of 0.25·mse(sg f_hat, f) + mse(f_hat, sg f), sg holding gradients back
     * @param ids per scale the token ids (B, l_k), int64
     * @param sought_rE per scale what codes were sought for (B·l_k, E): an unused code may be put there
     * @param hits_KV per scale how often each code was used, int64
     */
    public record Quantized(Tensor f_hat_BEPP, Tensor loss, List<Tensor> ids, List<Tensor> sought_rE, Tensor hits_KV) {}

    QuantizerTraining(LiveTensors parameters, VqVaeConfig config) {
        this.parameters = parameters;
        pyramid = config.pyramid();
        codes = config.codes();
        shared = new SharedLayers(config.sharedResiduals());
    }

    /**
     * @param f_BEPP what the encoder made
     * @return what became of it, in the scope around this call
     */
    Quantized apply(Tensor f_BEPP) {
        Tensor fixed_BEPP = f_BEPP.detach();
        Tensor rest_BEPP = fixed_BEPP.clone();
        Tensor f_hat_BEPP = torch.zeros_like(fixed_BEPP);
        Tensor loss = torch.zeros(new long[0], fixed_BEPP.options());
        List<Tensor> ids = new ArrayList<>();
        List<Tensor> sought = new ArrayList<>();
        TensorVector hits = new TensorVector();
        for (int k = 0; k < pyramid.scales(); k++) {
            int scale = k;
            Tensor sought_rE = Scoped.result(() -> sought(scale, rest_BEPP));
            Tensor ids_r = Scoped.result(() -> nearest(sought_rE));
            Tensor added_BEPP = Scoped.result(() -> contribution(scale, ids_r, f_BEPP.size(0)));
            rest_BEPP.sub_(added_BEPP.detach());
            f_hat_BEPP = Scoped.next(f_hat_BEPP, sum -> sum.add(added_BEPP));
            Tensor drawn_BEPP = f_hat_BEPP;
            loss = Scoped.next(loss, sum -> sum.add(distance(drawn_BEPP, f_BEPP)));
            ids.add(ids_r.view(f_BEPP.size(0), pyramid.tokens(k)));
            sought.add(sought_rE);
            hits.push_back(uses(ids_r));
        }
        Tensor through_BEPP = f_BEPP.add(f_hat_BEPP.detach().sub(fixed_BEPP));
        Tensor mean = loss.div(new Scalar((long) pyramid.scales()));
        return new Quantized(through_BEPP, mean, ids, sought, torch.stack(hits));
    }

    /** {@return how often each code is among these (V)} Unlike libtorch's own count it need not wait for the device. */
    private Tensor uses(Tensor ids_r) {
        return torch.zeros(new long[] {codes}, ids_r.options()).scatter_add_(0, ids_r, torch.ones_like(ids_r));
    }

    private static Tensor distance(Tensor f_hat_BEPP, Tensor f_BEPP) {
        return Loss.weighted(torch.mse_loss(f_hat_BEPP.detach(), f_BEPP), COMMITMENT)
                .add(torch.mse_loss(f_hat_BEPP, f_BEPP.detach()));
    }

    /** What is left of the picture at scale {@code k}, as rows. */
    private Tensor sought(int k, Tensor rest_BEPP) {
        Tensor z_BEpp = k == pyramid.scales() - 1 ? rest_BEPP : Resample.area(rest_BEPP, pyramid.side(k));
        // A copy even where the rows lie in order: the rest will be changed.
        return z_BEpp.permute(0, 2, 3, 1).reshape(-1, rest_BEPP.size(1)).clone();
    }

    /** By squared distance; what all codes of a row have in common is left out. */
    private Tensor nearest(Tensor sought_rE) {
        Tensor codebook_VE = parameters.get(CODEBOOK).detach();
        Tensor distance_rV =
                torch.addmm(codebook_VE.square().sum(1), sought_rE, codebook_VE.t(), new Scalar(1.0), new Scalar(-2.0));
        return torch.argmin(distance_rV, new LongOptional(1), false);
    }

    /** φ of the codes at full size. */
    private Tensor contribution(int k, Tensor ids_r, long pictures) {
        int p = pyramid.side(k);
        Tensor h_BEpp = torch.embedding(parameters.get(CODEBOOK), ids_r)
                .view(pictures, p, p, -1)
                .permute(0, 3, 1, 2)
                .contiguous();
        Tensor h_BEPP = k == pyramid.scales() - 1 ? h_BEpp : Resample.bicubic(h_BEpp, pyramid.finestSide());
        String phi = PHI + shared.indexFor(pyramid.ratio(k)) + ".";
        Tensor convolved_BEPP = torch.conv2d(
                h_BEPP,
                parameters.get(phi + "weight"),
                new TensorOptional(parameters.get(phi + "bias")),
                UNIT,
                UNIT,
                UNIT,
                1);
        return torch.lerp(h_BEPP, convolved_BEPP, new Scalar(RESIDUAL_RATIO));
    }
}
