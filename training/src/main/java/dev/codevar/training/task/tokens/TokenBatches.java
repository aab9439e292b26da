package dev.codevar.training.task.tokens;

import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.Moment;
import dev.codevar.training.task.Ungraded;
import dev.codevar.vqvae.Quantizer;
import dev.codevar.vqvae.VqVae;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Token sequences as a transformer learns from them: with the input of every scale, which follows from the coarser ones. */
public interface TokenBatches {

    /**
     * Sequences of a batch.
     *
     * @param labels_B their classes, int64; all of this on the VQ-VAE's device
     * @param ids_BL their tokens, int64
     * @param input_BlE the inputs of the scales from 1 on, float32
     */
    record Batch(Tensor labels_B, Tensor ids_BL, Tensor input_BlE) {

        /** Computes the inputs: the picture so far before every scale but the first, at that scale's size. */
        static Batch of(Tensor labels_B, Tensor ids_BL, VqVae vae) {
            Quantizer quantizer = vae.quantizer();
            Pyramid pyramid = vae.config().pyramid();
            Tensor input_BlE = Ungraded.result(() -> {
                TensorVector inputs_BlE = new TensorVector();
                Tensor f_hat_BEPP = quantizer.blank((int) ids_BL.size(0));
                for (int k = 0; k + 1 < pyramid.scales(); k++) {
                    Tensor ids_Bl = ids_BL.narrow(1, pyramid.begin(k), pyramid.tokens(k));
                    f_hat_BEPP.add_(quantizer.contribution(k, quantizer.lookUp(k, ids_Bl)));
                    inputs_BlE.push_back(quantizer.inputOf(k + 1, f_hat_BEPP));
                }
                return torch.cat(inputs_BlE, 1);
            });
            return new Batch(labels_B, ids_BL, input_BlE);
        }
    }

    /** {@return how many pictures there are, which is what an epoch sees} */
    int count();

    /** {@return one sequence of each of these pictures, as a step sees them, in the innermost PointerScope} */
    Batch of(int[] pictures, Moment moment);

    /** Says what {@link #of} is asked for after its next call. Does nothing unless pictures are read then. */
    default void expect(int[] pictures, Moment moment) {}

    /** {@return for the log what was shown in the place of these pictures, where there can be anything} */
    default Map<String, Double> replaced(int[] pictures) {
        return Map.of();
    }
}
