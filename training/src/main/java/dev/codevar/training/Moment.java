package dev.codevar.training;

import dev.codevar.files.data.Crops;

/**
 * Where in a training something happens. Whatever is random there follows from it, so that a training can go on anywhere.
 *
 * @param seed the training's seed
 * @param step from 0
 * @param steps how many there are in all
 * @param epoch from 0
 * @param part which of the step's batches, from 0
 * @param parts how many batches a step has
 */
public record Moment(long seed, int step, int steps, int epoch, int part, int parts) {

    /** {@return how much of the training lies behind, from 0 to below 1} */
    public double done() {
        return (double) step / steps;
    }

    /**
     * Random numbers of this step. With an example's number as the place they do not depend on how a step is cut into batches.
     *
     * @param name what they are for
     */
    public Draws draws(String name) {
        return Draws.of(seed, name + " in step " + step);
    }

    /** {@return where pictures that are larger are cut out in this epoch} */
    public Crops crops() {
        return Crops.random(seed, epoch);
    }
}
