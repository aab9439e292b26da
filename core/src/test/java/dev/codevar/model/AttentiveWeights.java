package dev.codevar.model;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Random weights in which attention matters: queries look at few keys, and find more in them than the rest of a block makes.
 *
 * @param turned whether the values of two heads of the last block are in each other's place
 */
record AttentiveWeights(TensorSource weights, boolean turned) implements TensorSource {
    private static final Scalar SHARP = new Scalar(Math.log(30));
    private static final Scalar LOUD = new Scalar(4.0);

    static AttentiveWeights of(VarConfig config, boolean turned) {
        return new AttentiveWeights(new RandomWeights("a model", VarTensors.shapes(config), 3), turned);
    }

    @Override
    public String describe() {
        return weights.describe();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return weights.tensors();
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        Tensor weight = weights.load(name, type);
        if (name.endsWith("scale_mul_1H11")) {
            weight.fill_(SHARP);
        }
        if (name.endsWith("mat_qkv.weight")) {
            weight.narrow(0, 2 * weight.size(1), weight.size(1)).mul_(LOUD);
            if (turned && name.startsWith("blocks." + (ForcedRun.BLOCKS - 1))) {
                turn(head(weight, 0), head(weight, 1));
            }
        }
        return weight;
    }

    private static Tensor head(Tensor weight_3CC, int index) {
        return weight_3CC.narrow(
                0, 2 * weight_3CC.size(1) + (long) index * VarConfig.HEAD_CHANNELS, VarConfig.HEAD_CHANNELS);
    }

    private static void turn(Tensor first_cC, Tensor second_cC) {
        Tensor kept_cC = first_cC.clone();
        first_cC.copy_(second_cC);
        second_cC.copy_(kept_cC);
    }
}
