package dev.codevar.training.task.vqvae;

import dev.codevar.training.Figures;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.net.QuantizerTraining.Quantized;
import dev.codevar.training.net.VqVaeTraining;
import dev.codevar.training.task.Ungraded;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What a VQ-VAE learns by: how far its pictures are from what they should be, and its codes from what they stand for.
 *
 * @param options the parts' weights
 * @param terms those that not every training has
 * @param last the weight of the decoder's last convolution
 */
record PictureLoss(VqVaeTask.Options options, Terms terms, Tensor last) {

    /**
     * @param forward what became of the pictures
     * @param image_B3hw the pictures
     * @param more metrics for the log beside the loss's own
     */
    Loss of(VqVaeTraining.Forward forward, Tensor image_B3hw, Moment moment, Map<String, Double> more) {
        Figures figures = figures(forward, image_B3hw);
        figures.putAll(Figures.of(more));
        Tensor difference = difference(forward.reconstruction_B3hw(), image_B3hw, figures);
        Tensor loss = difference.add(Loss.weighted(forward.quantized().loss(), options.vq()));
        Optional<AdversarialTerm> adversarial = terms.adversarial().filter(term -> term.plays(moment));
        if (adversarial.isEmpty()) {
            return new Loss(loss, figures);
        }
        AdversarialTerm.Played played =
                adversarial.get().against(forward.reconstruction_B3hw(), image_B3hw, difference, last);
        figures.putAll(played.figures());
        return new Loss(loss.add(played.value()), Optional.of(played.opponents()), figures);
    }

    private Tensor difference(Tensor made_B3hw, Tensor image_B3hw, Figures figures) {
        Tensor ofPixels = Loss.weighted(torch.l1_loss(made_B3hw, image_B3hw), options.l1())
                .add(Loss.weighted(torch.mse_loss(made_B3hw, image_B3hw), options.mse()));
        if (terms.perceptual().isEmpty()) {
            return ofPixels;
        }
        PerceptualTerm perceptual = terms.perceptual().get();
        Tensor distance = perceptual.between(made_B3hw, image_B3hw);
        figures.put("perceptual", distance);
        return ofPixels.add(Loss.weighted(distance, perceptual.weight()));
    }

    private static Figures figures(VqVaeTraining.Forward forward, Tensor image_B3hw) {
        Figures figures = new Figures();
        Quantized quantized = forward.quantized();
        figures.put("mse", Ungraded.result(() -> torch.mse_loss(forward.reconstruction_B3hw(), image_B3hw)));
        figures.put("vq loss", quantized.loss());
        Tensor used_KV = quantized.hits_KV().gt(new Scalar(0L));
        figures.put("codes in use", used_KV.any(0).sum());
        for (int k = 0; k < used_KV.size(0); k++) {
            figures.put("scale " + k + " codes in use", used_KV.select(0, k).sum());
        }
        return figures;
    }
}
