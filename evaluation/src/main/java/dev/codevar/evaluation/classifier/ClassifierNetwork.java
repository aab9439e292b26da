package dev.codevar.evaluation.classifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the classifier computes, for training and for use. Norms look at one picture alone, so that both compute the same.
 *
 * @param layout what there is
 * @param tensors every tensor of the layout by name, all of one floating-point type
 */
public record ClassifierNetwork(ClassifierShape layout, Map<String, Tensor> tensors) {
    private static final double EPSILON = 1e-5;
    private static final long[] UNIT = {1, 1};
    private static final long[] SAME = {ClassifierShape.KERNEL / 2, ClassifierShape.KERNEL / 2};
    private static final long[] HALF = {2, 2};
    private static final long[] NONE = {0, 0};

    /** {@return bytes as numbers from 0 to 1: black, which surrounds the things, is as nothing} */
    public static Tensor input(Tensor pictures_B3hw, ScalarType type) {
        return pictures_B3hw.to(type).div_(new Scalar(255.0));
    }

    /**
     * @param x_B3hw what {@link #input} gave
     * @return the features (B, d), none below 0
     */
    public Tensor features(Tensor x_B3hw) {
        List<Tensor> stages = stages(x_B3hw);
        return stages.get(stages.size() - 1).mean(2, 3);
    }

    /** {@return what every stage ends with (B, c, h, w), from the finest on} */
    public List<Tensor> stages(Tensor x_B3hw) {
        List<Tensor> stages = new ArrayList<>();
        Tensor x_Bchw = x_B3hw;
        for (int s = 0; s < layout.stages().size(); s++) {
            if (s > 0) {
                x_Bchw = torch.max_pool2d(x_Bchw, HALF, HALF, NONE, UNIT, false);
            }
            for (int c = 0; c < layout.stages().get(s).size(); c++) {
                x_Bchw = convolution(ClassifierShape.name(s, c), x_Bchw);
            }
            stages.add(x_Bchw);
        }
        return stages;
    }

    private Tensor convolution(String name, Tensor x_Bchw) {
        Tensor raw_Bchw = torch.conv2d(x_Bchw, tensor(name + "conv.weight"), new TensorOptional(), UNIT, SAME, UNIT, 1);
        TensorOptional weight = new TensorOptional(tensor(name + "norm.weight"));
        TensorOptional bias = new TensorOptional(tensor(name + "norm.bias"));
        return torch.group_norm(raw_Bchw, ClassifierShape.GROUPS, weight, bias, EPSILON, false)
                .relu_();
    }

    /** {@return one number a class (B, k) from the features} */
    public Tensor logits(Tensor features_Bd) {
        return torch.linear(features_Bd, tensor("head.weight"), new TensorOptional(tensor("head.bias")));
    }

    private Tensor tensor(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
