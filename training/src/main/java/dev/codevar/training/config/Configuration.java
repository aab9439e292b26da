package dev.codevar.training.config;

import dev.codevar.training.loop.recipe.Recipe;

/** What a training of any kind is told. */
public interface Configuration {

    /** {@return what is trained} */
    String kind();

    /** {@return how many examples are measured that are not trained on; 0 for all of them} */
    int heldOut();

    /** {@return how it is trained, whatever it is} */
    Recipe recipe();
}
