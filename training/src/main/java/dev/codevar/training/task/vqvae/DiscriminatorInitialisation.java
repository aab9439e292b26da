package dev.codevar.training.task.vqvae;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.training.Draws;
import dev.codevar.training.Initialiser;

/**
 * What a discriminator begins with, as pix2pix's: kernels around 0 and norms' gains around 1, with a deviation of 0.02; no biases.
 *
 * @param seed where the numbers come from
 */
record DiscriminatorInitialisation(long seed) implements Initialiser {
    private static final double DEVIATION = 0.02;

    @Override
    public void fill(TensorInfo parameter, float[] values) {
        String name = parameter.name();
        if (name.endsWith("weight")) {
            Draws draws = Draws.of(seed, "discriminator " + name);
            double mean = parameter.shape().size() > 1 ? 0 : 1;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (mean + DEVIATION * draws.normal(i));
            }
        }
    }
}
