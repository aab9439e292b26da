package dev.codevar.training.task.vqvae;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.training.Draws;
import dev.codevar.training.Initialiser;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a VQ-VAE begins with: convolutions as PyTorch's (kernels and biases even between ±1/√inputs), norms that change nothing,
 * and codes even between ±1/V, as VAR's. Every number follows from seed, name and place alone.
 */
public final class VqVaeInitialisation implements Initialiser {
    private static final String CODEBOOK = "quantize.embedding.weight";
    private static final String WEIGHT = "weight";

    private final Map<String, List<Long>> shapes;
    private final long seed;

    /**
     * @param config the VQ-VAE's shape
     * @param seed where chance comes from
     */
    public VqVaeInitialisation(VqVaeConfig config, long seed) {
        this.shapes = VqVaeTensors.shapes(config);
        this.seed = seed;
    }

    @Override
    public void fill(TensorInfo parameter, float[] values) {
        String name = parameter.name();
        List<Long> weight = shapes.getOrDefault(name.replaceFirst("bias$", WEIGHT), List.of());
        if (name.equals(CODEBOOK)) {
            even(name, values, 1.0 / weight.get(0));
        } else if (weight.size() > 1) {
            even(name, values, 1 / Math.sqrt((double) inputs(weight)));
        } else if (name.endsWith(WEIGHT)) {
            Arrays.fill(values, 1);
        }
    }

    private static long inputs(List<Long> weight) {
        return weight.stream().skip(1).reduce(1L, Math::multiplyExact);
    }

    private void even(String name, float[] values, double bound) {
        Draws draws = Draws.of(seed, name);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * draws.uniform(i) - 1) * bound);
        }
    }
}
