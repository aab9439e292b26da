package dev.codevar.training.run;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelFile;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.task.Views;
import dev.codevar.training.task.tokens.TokenIdentity;
import dev.codevar.vqvae.VqVaeConfig;

/**
 * The tokens that transformers learn from: all that is known of them before the first is found, since finding them may take hours.
 *
 * @param vaeFile the VQ-VAE's weights
 * @param vae its shape
 * @param pictures whose tokens
 * @param views how pictures are seen
 * @param recipe how much is seen of them
 * @param training what the tokens to learn from follow from
 * @param heldOut what those to measure with follow from
 */
record WantedTokens(
        ModelFile vaeFile,
        VqVaeConfig vae,
        Pictures pictures,
        Views views,
        Recipe recipe,
        TokenIdentity training,
        TokenIdentity heldOut) {
    /** A training that sees at most one of so many sequences finds the tokens of those alone, in its steps. */
    private static final int FEW = 10;

    WantedTokens {
        // Pictures that cannot be read may leave too few yet.
        recipe.stepsOfEpoch(pictures.training().count());
    }

    static WantedTokens of(ModelFile vaeFile, VqVaeConfig vae, Pictures pictures, Views views, Recipe recipe) {
        return new WantedTokens(
                vaeFile,
                vae,
                pictures,
                views,
                recipe,
                TokenIdentity.of(vaeFile.hash(), pictures.training(), views, vae.pyramid()),
                TokenIdentity.of(vaeFile.hash(), pictures.heldOut(), Views.MEASURED, vae.pyramid()));
    }

    /** Fails unless a transformer is for the codes of the VQ-VAE and the classes of the pictures. */
    void requireFitting(VarConfig transformer) {
        int classes = pictures.training().classes();
        if (transformer.classes() != classes) {
            throw new InvalidInputException(
                    "the transformer has " + transformer.classes() + " classes, but the pictures have " + classes);
        }
        if (transformer.codes() != vae.codes() || transformer.channels() != vae.channels()) {
            throw new InvalidInputException("the transformer is for " + transformer.codes() + " codes of "
                    + transformer.channels() + " channels, but the VQ-VAE has " + vae.codes() + " of "
                    + vae.channels());
        }
    }

    /** {@return whether training's tokens are found in the steps} The same for whoever goes on, as it follows from the settings alone. */
    boolean foundInSteps() {
        int count = pictures.training().count();
        long seen = (long) recipe.schedule(count).steps() * recipe.examplesOfStep();
        return views.fresh() || seen * FEW <= (long) count * views.count();
    }

    /**
     * Adds what the tokens follow from.
     *
     * @return the same
     */
    TrainingIdentity tell(TrainingIdentity about) {
        if (views.crops() > 0) {
            about.and("crops", views.crops());
        }
        if (views.fresh()) {
            about.and("fresh crops", true);
        }
        return pictures.tell(about)
                .and("pictures", training.pictures())
                .and("vae", training.vae())
                .and("flips", views.flips())
                .and("scales", vae.pyramid().sides());
    }
}
