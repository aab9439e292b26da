package dev.codevar.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Finite differences. */
public final class Gradients {

    private Gradients() {}

    /** {@return random parameters in float64} */
    public static Parameters exact(Map<String, List<Long>> shapes) {
        return Parameters.of(new RandomWeights("a test", shapes, 5), info -> true, Device.CPU, ScalarType.Double);
    }

    /**
     * Compares parameters' gradients, along a random direction each, with the loss's central difference.
     *
     * @param which the names of the parameters to check
     * @param loss computes it from the parameters as they are
     * @param step how far to go to either side
     * @param tolerance the largest difference in proportion to the gradient's length
     */
    public static void check(
            Parameters parameters, Predicate<String> which, Supplier<Tensor> loss, double step, double tolerance) {
        parameters.leaves().forEach((name, leaf) -> {
            if (which.test(name)) {
                checkOne(name, leaf, loss, step, tolerance);
            }
        });
    }

    /** As {@link #check}, of one tensor that requires a gradient. */
    public static void checkOne(String name, Tensor leaf, Supplier<Tensor> loss, double step, double tolerance) {
        Scoped.value(() -> {
            leaf.mutable_grad().reset();
            loss.get().backward();
            Tensor direction = direction(leaf);
            double along = leaf.grad().mul(direction).sum().item_double();
            double length = leaf.grad().norm().item_double();
            double up = at(leaf, direction, step, loss);
            double down = at(leaf, direction, -step, loss);
            double unit = leaf.element_size() == Double.BYTES ? 0x1p-52 : 0x1p-23;
            double rounding = 8 * unit * Math.abs(up) / step;
            assertThat((up - down) / (2 * step))
                    .as(name)
                    .isCloseTo(along, Offset.offset(tolerance * length + rounding));
            return 0;
        });
    }

    /** As long as one number is, so that small and large parameters move alike. */
    private static Tensor direction(Tensor leaf) {
        SplittableRandom random = new SplittableRandom(leaf.numel());
        double[] values = random.doubles(leaf.numel(), -1, 1).toArray();
        Tensor direction = Tensor.create(values).view(leaf.sizes()).to(leaf.scalar_type());
        return direction.div(direction.norm());
    }

    private static double at(Tensor leaf, Tensor direction, double step, Supplier<Tensor> loss) {
        try (NoGradGuard ungraded = new NoGradGuard()) {
            leaf.add_(direction, new Scalar(step));
            double value = Scoped.value(() -> loss.get().item_double());
            leaf.sub_(direction, new Scalar(step));
            return value;
        }
    }

    /** {@return random numbers between −1 and 1} */
    public static Tensor random(long seed, long... shape) {
        long numel = 1;
        for (long size : shape) {
            numel *= size;
        }
        return Tensor.create(new SplittableRandom(seed).doubles(numel, -1, 1).toArray())
                .view(shape);
    }

    /** {@return random whole numbers from 0 to below {@code bound}} */
    public static Tensor ids(long seed, int bound, long... shape) {
        return torch.floor(random(seed, shape).add(new Scalar(1.0)).mul(new Scalar(bound / 2.0)))
                .to(ScalarType.Long);
    }
}
