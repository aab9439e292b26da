package dev.codevar.training.task.transformer;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.training.Draws;
import dev.codevar.training.Initialiser;
import java.util.Arrays;

/**
 * What a fresh VAR begins with, as the published code has it: normal numbers, small where a block's contribution enters the
 * sum, so that at the start blocks hardly change it. They follow from the seed and a parameter's name alone, never from threads.
 * (The published code also cuts them off at ±2, which is many times farther than any of them gets.)
 */
public final class VarInitialisation implements Initialiser {
    /** The gains' factor for models of published size. */
    public static final double PUBLISHED_GAIN = 1e-5;

    /** The gains' factor with which small models of small pictures learn soon. */
    public static final double SMALL_WORLD_GAIN = 1e-3;

    private static final double HEAD = 0.02;
    private static final double SCALES_AND_SHIFTS = 0.5;
    private static final float ATTENTION_SCALE = (float) Math.log(4);

    private final VarConfig config;
    private final double gain;
    private final long seed;

    /**
     * @param config the shape of the transformer
     * @param gain what the weights of blocks' gains are multiplied by, above 0 and at most 1
     * @param seed where the numbers come from
     */
    public VarInitialisation(VarConfig config, double gain, long seed) {
        if (!(gain > 0 && gain <= 1)) {
            throw new InvalidInputException("factor " + gain + " of the gains is not above 0 and at most 1");
        }
        this.config = config;
        this.gain = gain;
        this.seed = seed;
    }

    @Override
    public void fill(TensorInfo parameter, float[] values) {
        String name = parameter.name();
        if (name.endsWith("scale_mul_1H11")) {
            Arrays.fill(values, ATTENTION_SCALE);
        } else if (!name.endsWith("bias")) {
            Draws draws = Draws.of(seed, name);
            double deviation = deviation(name);
            // Of a block's six adaptive vectors the first two are gains.
            int gains = isAdaptive(name) ? values.length / 3 : 0;
            for (int i = 0; i < values.length; i++) {
                double factor = i < gains ? gain : gains > 0 ? SCALES_AND_SHIFTS : 1;
                values[i] = (float) (deviation * factor * draws.normal(i));
            }
        }
    }

    private static boolean isAdaptive(String name) {
        return name.startsWith("blocks.") && (name.endsWith(".ada_lin.1.weight") || name.endsWith(".ada_gss"));
    }

    private double deviation(String name) {
        double usual = Math.sqrt(1.0 / (3 * config.width()));
        if (name.equals("head.weight")) {
            return HEAD * usual;
        }
        if (name.equals("head_nm.ada_lin.1.weight")) {
            return SCALES_AND_SHIFTS * usual;
        }
        if (name.endsWith(".attn.proj.weight") || name.endsWith(".ffn.fc2.weight")) {
            return usual / Math.sqrt(2.0 * config.depth());
        }
        // Not a weight that multiplies, but an offset to what the shared layer makes.
        return name.endsWith(".ada_gss") ? 1 / Math.sqrt(config.width()) : usual;
    }
}
