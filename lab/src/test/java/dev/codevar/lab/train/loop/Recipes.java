package dev.codevar.lab.train.loop;

import java.util.Map;

/** Recipes for tests, each a step from the one before. */
final class Recipes {
    /** Twenty steps in five epochs of {@link RegressionTask}, with everything switched on. */
    static final Recipe FULL =
            new Recipe(0.05, 0.1, null, null, 0, 5, 6, 2, 1.5, 0.01, null, 0.9, 0.95, 0.9, 7, new Every(3, 0, 7, 5), 2);

    /** One example a step, nothing switched on, the learning rate even but for the cosine. */
    static final Recipe BARE =
            new Recipe(0.1, 0, null, null, 10, 0, 1, 1, 0, 0, null, 0.9, 0.95, 0, 3, new Every(1, 10, 0, 10), 1);

    private Recipes() {}

    static Recipe with(Recipe recipe, int steps, int batch, int accumulation) {
        return new Recipe(
                recipe.learningRate(),
                recipe.warmup(),
                recipe.fall(),
                recipe.finalRate(),
                steps,
                0,
                batch,
                accumulation,
                recipe.clip(),
                recipe.decay(),
                recipe.finalDecay(),
                recipe.beta1(),
                recipe.beta2(),
                recipe.averageDecay(),
                recipe.seed(),
                recipe.every(),
                recipe.keep());
    }

    static Recipe with(Recipe recipe, double clip, double averageDecay) {
        return new Recipe(
                recipe.learningRate(),
                recipe.warmup(),
                recipe.fall(),
                recipe.finalRate(),
                recipe.steps(),
                recipe.epochs(),
                recipe.batch(),
                recipe.accumulation(),
                clip,
                recipe.decay(),
                recipe.finalDecay(),
                recipe.beta1(),
                recipe.beta2(),
                averageDecay,
                recipe.seed(),
                recipe.every(),
                recipe.keep());
    }

    static Recipe with(Recipe recipe, Every every, int keep) {
        return new Recipe(
                recipe.learningRate(),
                recipe.warmup(),
                recipe.fall(),
                recipe.finalRate(),
                recipe.steps(),
                recipe.epochs(),
                recipe.batch(),
                recipe.accumulation(),
                recipe.clip(),
                recipe.decay(),
                recipe.finalDecay(),
                recipe.beta1(),
                recipe.beta2(),
                recipe.averageDecay(),
                recipe.seed(),
                every,
                keep);
    }

    static Recipe decaying(Recipe recipe, double decay, double finalDecay) {
        return new Recipe(
                recipe.learningRate(),
                recipe.warmup(),
                recipe.fall(),
                recipe.finalRate(),
                recipe.steps(),
                recipe.epochs(),
                recipe.batch(),
                recipe.accumulation(),
                recipe.clip(),
                decay,
                finalDecay,
                recipe.beta1(),
                recipe.beta2(),
                recipe.averageDecay(),
                recipe.seed(),
                recipe.every(),
                recipe.keep());
    }

    static Setup setup(Recipe recipe) {
        return new Setup(recipe, Map.of("data", "made"), "config.yaml", "# as it was written\n");
    }
}
