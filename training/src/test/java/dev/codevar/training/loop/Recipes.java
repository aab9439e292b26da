package dev.codevar.training.loop;

import dev.codevar.training.loop.recipe.Every;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.loop.recipe.Setup;
import java.util.Map;

/** Recipes for tests, each a step from the one before. */
public final class Recipes {
    /** Twenty steps in five epochs of {@link RegressionTask}, with everything switched on. */
    public static final Recipe FULL =
            new Recipe(0.05, 0.1, null, null, 0, 5, 6, 2, 1.5, 0.01, null, 0.9, 0.95, 0.9, 7, new Every(3, 0, 7, 5), 2);

    /** One example a step, nothing switched on, the learning rate even but for the cosine. */
    public static final Recipe BARE =
            new Recipe(0.1, 0, null, null, 10, 0, 1, 1, 0, 0, null, 0.9, 0.95, 0, 3, new Every(1, 10, 0, 10), 1);

    private Recipes() {}

    static Recipe with(Recipe of, int steps, int batch, int accumulation) {
        return new Recipe(
                of.learningRate(),
                of.warmup(),
                of.fall(),
                of.finalRate(),
                steps,
                0,
                batch,
                accumulation,
                of.clip(),
                of.decay(),
                of.finalDecay(),
                of.beta1(),
                of.beta2(),
                of.averageDecay(),
                of.seed(),
                of.every(),
                of.keep());
    }

    static Recipe with(Recipe of, double clip, double averageDecay) {
        return with(of, clip, of.decay(), of.finalDecay(), averageDecay, of.every(), of.keep());
    }

    static Recipe with(Recipe of, Every every, int keep) {
        return with(of, of.clip(), of.decay(), of.finalDecay(), of.averageDecay(), every, keep);
    }

    static Recipe decaying(Recipe of, double decay, double finalDecay) {
        return with(of, of.clip(), decay, finalDecay, of.averageDecay(), of.every(), of.keep());
    }

    private static Recipe with(
            Recipe of, double clip, double decay, double finalDecay, double averageDecay, Every every, int keep) {
        return new Recipe(
                of.learningRate(),
                of.warmup(),
                of.fall(),
                of.finalRate(),
                of.steps(),
                of.epochs(),
                of.batch(),
                of.accumulation(),
                clip,
                decay,
                finalDecay,
                of.beta1(),
                of.beta2(),
                averageDecay,
                of.seed(),
                every,
                keep);
    }

    public static Setup setup(Recipe recipe) {
        return new Setup(recipe, Map.of("data", "made"), "a test", "config.yaml", "# as it was written\n");
    }
}
