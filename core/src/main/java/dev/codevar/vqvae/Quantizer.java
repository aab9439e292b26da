package dev.codevar.vqvae;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Conv2d;
import dev.codevar.nn.Linear;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * The multi-scale residual quantizer, in float32 always: token maps to the latent picture f_hat, scale upon scale, and back
 * (VAR, algorithms 1 and 2).
 */
public final class Quantizer {
    /** How much of φ(h) is its convolution; the rest is h itself. */
    private static final double RESIDUAL_RATIO = 0.5;

    private final Pyramid pyramid;
    private final int channels;
    private final Tensor codebook_VE;
    private final Tensor squaredNorm_V;
    private final Linear similarity;
    private final Linear mixing;
    private final List<Conv2d> convolutions = new ArrayList<>();
    private final SharedLayers shared;
    private final boolean onDevice;
    private final Scalar ratio;
    private final Scalar rest;
    private final Scalar minusTwo;

    Quantizer(Weights weights, VqVaeConfig config, Compute compute, Owner owner) {
        pyramid = config.pyramid();
        onDevice = compute.device().cuda();
        channels = config.channels();
        Compute exact = new Compute(compute.device(), Precision.FLOAT32);
        codebook_VE = owner.own(exact.place(weights.take("embedding.weight", exact.type(), config.codes(), channels)));
        squaredNorm_V = owner.own(Scoped.result(() -> codebook_VE.square().sum(1)));
        similarity = Linear.of(() -> codebook_VE, null, exact, owner);
        mixing = Linear.of(() -> codebook_VE.t().contiguous(), null, exact, owner);
        for (int i = 0; i < config.sharedResiduals(); i++) {
            Weights phi = weights.under("quant_resi.qresi_ls." + i + ".");
            convolutions.add(Conv2d.same(phi, channels, channels, 3, exact, owner));
        }
        shared = new SharedLayers(config.sharedResiduals());
        ratio = owner.own(new Scalar(RESIDUAL_RATIO));
        rest = owner.own(new Scalar(1 - RESIDUAL_RATIO));
        minusTwo = owner.own(new Scalar(-2.0));
        weights.skip("ema_vocab_hit_SV");
    }

    /**
     * Mixes codes.
     *
     * @param weights_BlV how much of each code, float32
     * @return the mixtures (B, l, E)
     */
    public Tensor mix(Tensor weights_BlV) {
        return mixing.apply(weights_BlV);
    }

    /** {@return latent pictures of nothing (B, E, P, P), float32} */
    public Tensor blank(int pictures) {
        long side = pyramid.finestSide();
        return torch.zeros(new long[] {pictures, channels, side, side}, codebook_VE.options());
    }

    /**
     * @param k the scale
     * @param ids_Bl token ids, int64
     * @return their codes as maps (B, E, p_k, p_k)
     */
    public Tensor lookUp(int k, Tensor ids_Bl) {
        return asMap(k, codebook_VE.index_select(0, ids_Bl.reshape(-1)));
    }

    /**
     * @param k the scale
     * @param h_BlE codes, or mixtures of codes, of one scale in order, any leading shape of B·l_k rows
     * @return the same as maps (B, E, p_k, p_k)
     */
    public Tensor asMap(int k, Tensor h_BlE) {
        long p = pyramid.side(k);
        return h_BlE.reshape(-1, p * p, channels).transpose(1, 2).reshape(-1, channels, p, p);
    }

    /**
     * What scale {@code k} adds to the latent picture: φ of its codes at full size.
     *
     * @param k the scale
     * @param h_BEpp its codes as maps
     * @return (B, E, P, P)
     */
    public Tensor contribution(int k, Tensor h_BEpp) {
        return Scoped.result(() -> {
            Tensor full_BEPP =
                    k == pyramid.scales() - 1 ? h_BEpp.clone() : Resample.bicubic(h_BEpp, pyramid.finestSide());
            Conv2d phi = convolutions.get(shared.indexFor(pyramid.ratio(k)));
            long pictures = full_BEPP.size(0);
            // On a device what counts is how many kernels are started.
            long together = onDevice ? pictures : 1;
            for (long b = 0; b < pictures; b += together) {
                Tensor some_bEPP = full_BEPP.narrow(0, b, together);
                Tensor convolved = phi.apply(some_bEPP.contiguous(MemoryFormat.ChannelsLast));
                some_bEPP.mul_(rest).add_(convolved, ratio);
            }
            return full_BEPP;
        });
    }

    /**
     * The latent picture that token maps add up to.
     *
     * @param ids_Bl the token ids of the coarsest scales (B, l_k), int64: of one of them at least, in order
     * @return (B, E, P, P), float32
     */
    public Tensor sum(List<Tensor> ids_Bl) {
        return Scoped.result(() -> {
            Tensor f_hat_BEPP = blank((int) ids_Bl.get(0).size(0));
            for (int k = 0; k < ids_Bl.size(); k++) {
                f_hat_BEPP.add_(contribution(k, lookUp(k, ids_Bl.get(k))));
            }
            return f_hat_BEPP;
        });
    }

    /**
     * The input of a transformer for scale {@code k}: the picture so far, at that scale's size.
     *
     * @param k the scale, at least 1
     * @param f_hat_BEPP the sum of all coarser scales
     * @return (B, l_k, E)
     */
    public Tensor inputOf(int k, Tensor f_hat_BEPP) {
        return Scoped.result(() -> Resample.area(f_hat_BEPP, pyramid.side(k))
                .reshape(f_hat_BEPP.size(0), channels, pyramid.tokens(k))
                .transpose(1, 2)
                .contiguous());
    }

    /**
     * Finds the token maps of latent pictures, coarsest first.
     *
     * @param f_BEPP what the encoder made
     * @return the ids and the picture so far after every scale
     */
    Encoding encode(Tensor f_BEPP) {
        List<Tensor> ids = new ArrayList<>();
        List<Tensor> f_hats = new ArrayList<>();
        Tensor rest_BEPP = f_BEPP.clone();
        Tensor f_hat_BEPP = torch.zeros_like(f_BEPP);
        for (int k = 0; k < pyramid.scales(); k++) {
            Tensor ids_Bl = nearest(k, rest_BEPP);
            Tensor added_BEPP = contribution(k, lookUp(k, ids_Bl));
            f_hat_BEPP = f_hat_BEPP.add(added_BEPP);
            rest_BEPP.sub_(added_BEPP);
            ids.add(ids_Bl);
            f_hats.add(f_hat_BEPP);
        }
        return new Encoding(ids, f_hats);
    }

    /** The nearest code of every place of {@code rest} at scale {@code k}, by squared distance. */
    private Tensor nearest(int k, Tensor rest_BEPP) {
        return Scoped.result(() -> {
            Tensor z_BEpp = k == pyramid.scales() - 1 ? rest_BEPP : Resample.area(rest_BEPP, pyramid.side(k));
            Tensor z_rE = z_BEpp.permute(0, 2, 3, 1).reshape(-1, channels);
            Tensor distance_rV = similarity
                    .apply(z_rE)
                    .mul_(minusTwo)
                    .add_(squaredNorm_V)
                    .add_(z_rE.square().sum(new long[] {1}, true, new ScalarTypeOptional()));
            return torch.argmin(distance_rV, new LongOptional(1), false).reshape(rest_BEPP.size(0), pyramid.tokens(k));
        });
    }
}
