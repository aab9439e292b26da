package dev.codevar.training.task.tokens;

import dev.codevar.tensor.Compute;
import dev.codevar.training.Moment;
import dev.codevar.training.task.SeenPictures;
import dev.codevar.training.task.Ungraded;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Tokens that are found within the step, of the views that it sees: what VAR's published trainings do with squares that are cut anew in
 * every epoch. In the place of a picture that cannot be read the next one stands.
 */
public final class StepTokens implements TokenBatches {
    private final SeenPictures pictures;
    private final VqVae vae;

    /**
     * @param pictures all of them, as they are seen; stay the caller's
     * @param vae finds the tokens; stays the caller's
     */
    public StepTokens(SeenPictures pictures, VqVae vae) {
        vae.config().requireSide(pictures.pictures().side());
        pictures.views().requireRoom(pictures.pictures());
        this.pictures = pictures;
        this.vae = vae;
    }

    @Override
    public int count() {
        return pictures.pictures().count();
    }

    @Override
    public Batch of(int[] examples, Moment moment) {
        Compute compute = vae.compute();
        Tensor image_B3hw = Pixels.fromBytes(compute.send(pictures.batch(examples, moment)));
        Tensor ids_BL = Ungraded.result(
                () -> torch.cat(new TensorVector(vae.encode(image_B3hw).ids().toArray(Tensor[]::new)), 1));
        return Batch.of(compute.send(pictures.labels(examples)), ids_BL, vae);
    }

    @Override
    public void expect(int[] examples, Moment moment) {
        pictures.expect(examples, moment);
    }

    @Override
    public Map<String, Double> replaced(int[] examples) {
        return pictures.replaced(examples);
    }
}
