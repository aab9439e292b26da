package dev.codevar.training.task.vqvae;

import dev.codevar.evaluation.score.PeakSignal;
import dev.codevar.training.net.VqVaeTraining;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How well a VQ-VAE gives held-out pictures back, and how many codes it takes for all of them. */
final class Reconstruction {
    /** From −1 to 1. */
    private static final double PEAK = 2;

    private final VqVaeTraining training;
    private final Optional<PerceptualTerm> perceptual;
    private final BitSet used = new BitSet();

    Reconstruction(VqVaeTraining training, Optional<PerceptualTerm> perceptual) {
        this.training = training;
        this.perceptual = perceptual;
    }

    /** {@return the pictures, cut to [−1, 1] as everywhere outside training} */
    static Tensor legal(VqVaeTraining.Forward forward) {
        return forward.reconstruction_B3hw()
                .clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0)));
    }

    /** {@return means over these pictures} */
    Map<String, Double> measure(Tensor image_B3hw) {
        VqVaeTraining.Forward forward = training.forward(image_B3hw);
        Tensor hits_V = forward.quantized().hits_KV().sum(0);
        long[] hits = new long[(int) hits_V.numel()];
        hits_V.cpu().data_ptr_long().get(hits);
        IntStream.range(0, hits.length).filter(code -> hits[code] > 0).forEach(used::set);
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("mse", torch.mse_loss(legal(forward), image_B3hw).item_double());
        measures.put("vq loss", forward.quantized().loss().item_double());
        perceptual.ifPresent(term -> measures.put(
                "perceptual", term.between(legal(forward), image_B3hw).item_double()));
        return measures;
    }

    /** {@return these means, with what follows from all pictures together; nothing where there are none} */
    Map<String, Double> withTotals(Map<String, Double> means) {
        if (means.isEmpty()) {
            return means;
        }
        Map<String, Double> all = new LinkedHashMap<>(means);
        all.put("PSNR", PeakSignal.ratio(means.getOrDefault("mse", 0.0), PEAK));
        all.put("codes in use", (double) used.cardinality());
        return all;
    }
}
