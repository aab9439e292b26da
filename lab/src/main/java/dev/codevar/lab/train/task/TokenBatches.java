package dev.codevar.lab.train.task;

import dev.codevar.pyramid.Pyramid;
import dev.codevar.vqvae.Quantizer;
import dev.codevar.vqvae.VqVae;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Token sequences as a transformer learns from them: with the input of every scale, which follows from the coarser ones. */
public final class TokenBatches {
    private final TokenData data;
    private final VqVae vae;

    /**
     * Sequences of a batch.
     *
     * @param labels_B their classes, int64
     * @param ids_BL their tokens, int64
     * @param input_BlE the inputs of the scales from 1 on, float32
     */
    public record Batch(Tensor labels_B, Tensor ids_BL, Tensor input_BlE) {}

    /**
     * @param data the tokens; stays the caller's
     * @param vae whose tokens they are; stays the caller's
     */
    public TokenBatches(TokenData data, VqVae vae) {
        this.data = data;
        this.vae = vae;
    }

    /** {@return how many sequences there are} */
    public int count() {
        return data.count();
    }

    /** {@return the scales} */
    public Pyramid pyramid() {
        return vae.config().pyramid();
    }

    /** {@return these sequences, in the innermost PointerScope} */
    public Batch of(int... examples) {
        Tensor examples_B = Tensor.create(IntStream.of(examples).asLongStream().toArray(), examples.length);
        Tensor ids_BL = data.ids(examples_B);
        return new Batch(data.labels(examples_B), ids_BL, inputs(ids_BL));
    }

    /** The picture so far before every scale but the first, at that scale's size. */
    private Tensor inputs(Tensor ids_BL) {
        Quantizer quantizer = vae.quantizer();
        Pyramid pyramid = pyramid();
        return Ungraded.result(() -> {
            TensorVector inputs_BlE = new TensorVector();
            Tensor f_hat_BEPP = quantizer.blank((int) ids_BL.size(0));
            for (int k = 0; k + 1 < pyramid.scales(); k++) {
                Tensor ids_Bl = ids_BL.narrow(1, pyramid.begin(k), pyramid.tokens(k));
                f_hat_BEPP.add_(quantizer.contribution(k, quantizer.lookUp(k, ids_Bl)));
                inputs_BlE.push_back(quantizer.inputOf(k + 1, f_hat_BEPP));
            }
            return torch.cat(inputs_BlE, 1);
        });
    }
}
