package dev.codevar.training.run;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Compute;
import dev.codevar.training.loop.Recipe;
import dev.codevar.training.task.KeptTokens;
import dev.codevar.training.task.SeenPictures;
import dev.codevar.training.task.StepTokens;
import dev.codevar.training.task.TokenBatches;
import dev.codevar.training.task.TokenData;
import dev.codevar.training.task.TokenIdentity;
import dev.codevar.training.task.TransformerData;
import dev.codevar.training.task.Views;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Everything that transformers learn from, open: the VQ-VAE, and the tokens of all pictures. */
final class TokenWorld implements AutoCloseable {
    /** A training that sees at most one of so many sequences finds the tokens of those alone, in its steps. */
    private static final int FEW = 10;

    private final Pictures pictures;
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final TokenIdentity identity;
    private final VqVae vae;
    private final TransformerData data;

    /**
     * @param vaeFile the VQ-VAE's weights
     * @param vaeConfig its shape
     * @param views how pictures are seen
     * @param recipe how much is seen of them
     * @param place where the pictures are, and their tokens are kept
     */
    TokenWorld(
            Path vaeFile,
            VqVaeConfig vaeConfig,
            Pictures pictures,
            Views views,
            Recipe recipe,
            Place place,
            RunListener told) {
        this.pictures = pictures;
        try {
            try (Checkpoint weights = Checkpoint.open(vaeFile)) {
                vae = new VqVae(weights, vaeConfig, Compute.EXACT);
                closing.push(vae::close);
            }
            identity = TokenIdentity.of(vaeFile, pictures.training(), views, vaeConfig.pyramid());
            TokenIdentity heldOut = TokenIdentity.of(vaeFile, pictures.heldOut(), Views.MEASURED, vaeConfig.pyramid());
            TokenBatches training = views.fresh() || seesFew(views, recipe)
                    ? new StepTokens(new SeenPictures(pictures.training(), views), vae)
                    : kept(identity, pictures.training(), place, told);
            data = new TransformerData(training, kept(heldOut, pictures.heldOut(), place, told));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The same for whoever goes on, as it follows from the settings alone. */
    private boolean seesFew(Views views, Recipe recipe) {
        int count = pictures.training().count();
        long seen = (long) recipe.schedule(count).steps() * recipe.examplesOfStep();
        return seen * FEW <= (long) count * views.count();
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

    /**
     * Adds what the tokens follow from.
     *
     * @return the same
     */
    TrainingIdentity tell(TrainingIdentity about) {
        int crops = identity.views().crops();
        if (crops > 0) {
            about.and("crops", crops);
        }
        if (identity.views().fresh()) {
            about.and("fresh crops", true);
        }
        return pictures.tell(about)
                .and("pictures", identity.pictures())
                .and("vae", identity.vae())
                .and("flips", identity.views().flips())
                .and("scales", identity.pyramid().sides());
    }

    /** Fails unless a transformer has as many classes as the pictures. */
    static void requireClasses(int classes, PictureData pictures) {
        if (classes != pictures.classes()) {
            throw new InvalidInputException(
                    "the transformer has " + classes + " classes, but the pictures have " + pictures.classes());
        }
    }

    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
