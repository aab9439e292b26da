package dev.codevar.training.net;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Scoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Tells real pictures from made ones, patch by patch, as pix2pix (Isola and others, 2017) and VQGAN do: convolutions of 4×4 with
 * leaky rectifiers between, of stride 2 but for the last two. One of three layers sees patches of 70×70 pixels.
 *
 * @param shape what there is
 * @param tensors every tensor of the shape by name, live or frozen
 */
public record PatchDiscriminator(Shape shape, Map<String, Tensor> tensors) {
    private static final String CONVOLUTION = "convolutions.";
    private static final String NORM = "norms.";
    private static final long[] ONCE = {1, 1};
    private static final long[] TWICE = {2, 2};
    private static final double SLOPE = 0.2;
    private static final double EPSILON = 1e-5;

    /**
     * How large one is.
     *
     * @param width channels of the first convolution, a multiple of 8; each following has twice as many, at most eight times
     * @param layers how many convolutions halve the picture
     * @param norm what is between convolutions
     */
    public record Shape(int width, int layers, PatchNorm norm) {
        private static final int KERNEL = 4;
        private static final int COLOURS = 3;
        private static final int WIDEST = 8;

        public Shape {
            require("width", width, PatchNorm.GROUPS, 1024);
            require("layers", layers, 1, 6);
            if (width % PatchNorm.GROUPS != 0) {
                throw new InvalidInputException(
                        "discriminator width " + width + " is not a multiple of " + PatchNorm.GROUPS);
            }
        }

        private static void require(String what, int value, int least, int most) {
            if (value < least || value > most) {
                throw new InvalidInputException(
                        "discriminator " + what + " " + value + " is not between " + least + " and " + most);
            }
        }

        /** {@return the smallest side of a picture that there is a patch of} */
        public int smallestSide() {
            // The last two convolutions each take a pixel away.
            return (1 + 2) << layers;
        }

        /** {@return every tensor's sizes by its name} */
        public Map<String, List<Long>> shapes() {
            Map<String, List<Long>> shapes = new LinkedHashMap<>();
            long in = COLOURS;
            for (int i = 0; i <= layers + 1; i++) {
                long out = i > layers ? 1 : (long) width * Math.min(1 << i, WIDEST);
                shapes.put(CONVOLUTION + i + ".weight", List.of(out, in, (long) KERNEL, (long) KERNEL));
                if (normed(i)) {
                    shapes.put(NORM + i + ".weight", List.of(out));
                    shapes.put(NORM + i + ".bias", List.of(out));
                } else {
                    shapes.put(CONVOLUTION + i + ".bias", List.of(out));
                }
                in = out;
            }
            return shapes;
        }

        /** {@return whether a norm follows that convolution, whose bias it would take away} */
        private boolean normed(int convolution) {
            return norm != PatchNorm.NONE && convolution > 0 && convolution <= layers;
        }
    }

    /**
     * @param x_B3hw pictures in about [−1, 1], at least {@link Shape#smallestSide} pixels a side
     * @return one number a patch (B, 1, h', w'), above 0 where it looks real
     */
    public Tensor logits(Tensor x_B3hw) {
        Tensor x_Bchw = convolved(0, x_B3hw);
        for (int i = 1; i <= shape.layers() + 1; i++) {
            int layer = i;
            x_Bchw = Scoped.next(x_Bchw, x -> convolved(layer, torch.leaky_relu(x, new Scalar(SLOPE))));
        }
        return x_Bchw;
    }

    private Tensor convolved(int i, Tensor x_Bchw) {
        String name = CONVOLUTION + i;
        boolean normed = shape.normed(i);
        TensorOptional bias = normed ? new TensorOptional() : tensor(name + ".bias");
        long[] stride = i < shape.layers() ? TWICE : ONCE;
        Tensor y_Bchw = torch.conv2d(x_Bchw, tensor(name + ".weight").get(), bias, stride, ONCE, ONCE, 1);
        return normed ? normalised(NORM + i, y_Bchw) : y_Bchw;
    }

    private Tensor normalised(String name, Tensor x_Bchw) {
        TensorOptional weight = tensor(name + ".weight");
        TensorOptional bias = tensor(name + ".bias");
        if (shape.norm() == PatchNorm.GROUP) {
            return torch.group_norm(x_Bchw, PatchNorm.GROUPS, weight, bias, EPSILON, false);
        }
        TensorOptional none = new TensorOptional();
        return torch.batch_norm(x_Bchw, weight, bias, none, none, true, 0, EPSILON, false);
    }

    private TensorOptional tensor(String name) {
        return new TensorOptional(Objects.requireNonNull(tensors.get(name), name));
    }
}
