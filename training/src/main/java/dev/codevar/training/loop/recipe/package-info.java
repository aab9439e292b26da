/**
 * What a training is begun with. A {@link Recipe} and whatever else its bytes follow from come into {@link Setup}; the
 * {@link Settings} that must be the same for whoever goes on go out, and {@link Every} says how often what is done.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.loop.recipe;
