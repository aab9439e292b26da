package dev.codevar.training.classifier;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.training.Draws;
import dev.codevar.training.Initialiser;
import java.util.Arrays;

/**
 * What an untrained classifier is: kernels that keep activations near 1 through rectifiers (He and others, 2015), norms that
 * change nothing, and a last layer without bias.
 *
 * @param seed where the numbers come from
 */
record Beginning(long seed) implements Initialiser {

    @Override
    public void fill(TensorInfo parameter, float[] values) {
        String name = parameter.name();
        if (name.endsWith("norm.weight")) {
            Arrays.fill(values, 1);
        } else if (parameter.shape().size() > 1) {
            Draws draws = Draws.of(seed, name);
            long inputs = parameter.elements() / parameter.shape().get(0);
            double size = Math.sqrt((name.startsWith("head.") ? 1.0 : 2.0) / inputs);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (size * draws.normal(i));
            }
        }
    }
}
