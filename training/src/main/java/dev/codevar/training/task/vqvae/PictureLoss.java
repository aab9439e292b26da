package dev.codevar.training.task.vqvae;

import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.net.QuantizerTraining.Quantized;
import dev.codevar.training.net.VqVaeTraining;
import dev.codevar.training.task.Ungraded;
import java.util.LinkedHashMap;
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
        Map<String, Double> metrics = metrics(forward, image_B3hw);
        metrics.putAll(more);
        Tensor difference = difference(forward.reconstruction_B3hw(), image_B3hw, metrics);
        Tensor loss = difference.add(forward.quantized().loss().mul(new Scalar(options.vq())));
        Optional<AdversarialTerm> adversarial = terms.adversarial().filter(term -> term.plays(moment));
        if (adversarial.isEmpty()) {
            return new Loss(loss, metrics);
        }
        AdversarialTerm.Played played =
                adversarial.get().against(forward.reconstruction_B3hw(), image_B3hw, difference, last);
        metrics.putAll(played.metrics());
        return new Loss(loss.add(played.value()), Optional.of(played.opponents()), metrics);
    }

    private Tensor difference(Tensor made_B3hw, Tensor image_B3hw, Map<String, Double> metrics) {
        Tensor ofPixels = torch.l1_loss(made_B3hw, image_B3hw)
                .mul(new Scalar(options.l1()))
                .add(torch.mse_loss(made_B3hw, image_B3hw).mul(new Scalar(options.mse())));
        if (terms.perceptual().isEmpty()) {
            return ofPixels;
        }
        PerceptualTerm perceptual = terms.perceptual().get();
        Tensor distance = perceptual.between(made_B3hw, image_B3hw);
        metrics.put("perceptual", distance.item_double());
        return ofPixels.add(distance.mul(new Scalar(perceptual.weight())));
    }

    private static Map<String, Double> metrics(VqVaeTraining.Forward forward, Tensor image_B3hw) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        Ungraded.value(() -> {
            Quantized quantized = forward.quantized();
            metrics.put(
                    "mse",
                    torch.mse_loss(forward.reconstruction_B3hw(), image_B3hw).item_double());
            metrics.put("vq loss", quantized.loss().item_double());
            Tensor used_KV = quantized.hits_KV().gt(new Scalar(0L));
            metrics.put("codes in use", used_KV.any(0).sum().item_double());
            for (int k = 0; k < used_KV.size(0); k++) {
                metrics.put(
                        "scale " + k + " codes in use",
                        used_KV.select(0, k).sum().item_double());
            }
            return 0;
        });
        return metrics;
    }
}
