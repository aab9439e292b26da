package dev.codevar.training.run;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Layout;
import dev.codevar.training.task.SeenPictures;
import dev.codevar.training.task.tokens.KeptTokens;
import dev.codevar.training.task.tokens.StepTokens;
import dev.codevar.training.task.tokens.TokenBatches;
import dev.codevar.training.task.tokens.TokenData;
import dev.codevar.training.task.tokens.TokenIdentity;
import dev.codevar.training.task.transformer.TransformerData;
import dev.codevar.vqvae.VqVae;
import java.util.ArrayDeque;
import java.util.Deque;

/** Everything that transformers learn from, open: the VQ-VAE, and the tokens of all pictures. */
final class TokenWorld implements AutoCloseable {
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final VqVae vae;
    private final TransformerData data;

    /**
     * Finds the tokens that are not found yet.
     *
     * @param wanted which
     * @param place where they are kept
     * @param told how far it is
     */
    TokenWorld(WantedTokens wanted, Place place, RunListener told) {
        Pictures pictures = wanted.pictures();
        try {
            try (Checkpoint weights = wanted.vaeFile().open()) {
                vae = new VqVae(weights, wanted.vae(), place.compute().exact().in(Layout.CHANNELS_LAST));
                closing.push(vae::close);
            }
            TokenBatches training = wanted.foundInSteps()
                    ? new StepTokens(new SeenPictures(pictures.training(), wanted.views()), vae)
                    : kept(wanted.training(), pictures.training(), place, told);
            data = new TransformerData(training, kept(wanted.heldOut(), pictures.heldOut(), place, told));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private KeptTokens kept(TokenIdentity of, PictureData pictures, Place place, RunListener told) {
        // The first one finds the tokens, and the others read them.
        TokenData tokens = place.peers().inTurn(() -> TokenData.open(place.tokens(), of, vae, pictures, told));
        closing.push(tokens::close);
        return new KeptTokens(tokens, vae);
    }

    VqVae vae() {
        return vae;
    }

    TransformerData data() {
        return data;
    }

    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
