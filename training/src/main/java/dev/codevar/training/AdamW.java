package dev.codevar.training;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Owner;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), operation by operation as PyTorch's. Its moments can be written
 * and read back, so that a training that was broken off goes on to the same bits.
 */
public final class AdamW implements AutoCloseable {
    /** Matrices and kernels decay, biases and norms do not. */
    public static final Predicate<TensorInfo> MATRICES =
            parameter -> parameter.shape().size() > 1;

    /** Everything decays. */
    public static final Predicate<TensorInfo> ALL = parameter -> true;

    private static final String FIRST = "first.";
    private static final String SECOND = "second.";

    private final Parameters parameters;
    private final Settings settings;
    private final Predicate<TensorInfo> decayed;
    private final Owner owner = new Owner();
    private final Map<String, Tensor> moments = new LinkedHashMap<>();
    private int steps;

    /**
     * What stays the same from step to step.
     *
     * @param beta1 how much of the mean gradient stays
     * @param beta2 how much of the mean squared gradient stays
     * @param epsilon added to the root of the latter
     * @param decay times the learning rate, the part of a weight that is lost
     */
    public record Settings(double beta1, double beta2, double epsilon, double decay) {

        public Settings {
            require("beta1", beta1, beta1 >= 0 && beta1 < 1, "from 0 to below 1");
            require("beta2", beta2, beta2 >= 0 && beta2 < 1, "from 0 to below 1");
            require("epsilon", epsilon, epsilon >= 0 && epsilon < 1, "from 0 to below 1");
            require("decay", decay, decay >= 0 && decay <= 1, "from 0 to 1");
        }

        private static void require(String what, double value, boolean legal, String range) {
            if (!legal) {
                throw new InvalidInputException(what + " " + value + " is not " + range);
            }
        }

        /** {@return beta1 0.9 and epsilon 1e-8, PyTorch's own, with these} */
        public static Settings of(double beta2, double decay) {
            return new Settings(0.9, beta2, 1e-8, decay);
        }
    }

    /**
     * @param parameters what is trained; stays the caller's
     * @param decayed which of them decay: {@link #MATRICES}, {@link #ALL} or others
     */
    public AdamW(Parameters parameters, Settings settings, Predicate<TensorInfo> decayed) {
        this.parameters = parameters;
        this.settings = settings;
        this.decayed = decayed;
        try (PointerScope making = new PointerScope()) {
            parameters.leaves().forEach((name, leaf) -> {
                moments.put(FIRST + name, owner.own(torch.zeros_like(leaf.detach())));
                moments.put(SECOND + name, owner.own(torch.zeros_like(leaf.detach())));
            });
        }
    }

    /** As {@link #step(double, double)}, with the settings' weight decay. */
    public void step(double learningRate) {
        step(learningRate, settings.decay());
    }

    /**
     * Moves all parameters that have a gradient by it.
     *
     * @param learningRate of this step
     * @param decay the weight decay of this step, in the place of the settings'
     */
    public void step(double learningRate, double decay) {
        steps++;
        try (PointerScope temporaries = new PointerScope();
                NoGradGuard ungraded = new NoGradGuard()) {
            Step step = new Step(settings, learningRate, decay, steps);
            parameters.leaves().forEach((name, leaf) -> {
                try (PointerScope own = new PointerScope()) {
                    Tensor gradient = leaf.grad();
                    if (gradient.defined()) {
                        boolean decays = decayed.test(
                                Objects.requireNonNull(parameters.tensors().get(name)));
                        step.move(leaf, gradient, moment(FIRST + name), moment(SECOND + name), decays);
                    }
                }
            });
        }
    }

    private Tensor moment(String name) {
        return Objects.requireNonNull(moments.get(name));
    }

    /** A step's numbers, made once for all parameters. */
    private static final class Step {
        private final Scalar kept;
        private final Scalar oneLessBeta1;
        private final Scalar beta2;
        private final Scalar oneLessBeta2;
        private final Scalar correction2;
        private final Scalar epsilon;
        private final Scalar size;

        Step(Settings settings, double learningRate, double decay, int number) {
            kept = new Scalar(1 - learningRate * decay);
            oneLessBeta1 = new Scalar(1 - settings.beta1());
            beta2 = new Scalar(settings.beta2());
            oneLessBeta2 = new Scalar(1 - settings.beta2());
            correction2 = new Scalar(Math.sqrt(1 - Math.pow(settings.beta2(), number)));
            epsilon = new Scalar(settings.epsilon());
            size = new Scalar(-learningRate / (1 - Math.pow(settings.beta1(), number)));
        }

        void move(Tensor leaf, Tensor gradient, Tensor first, Tensor second, boolean decays) {
            if (decays) {
                leaf.mul_(kept);
            }
            first.lerp_(gradient, oneLessBeta1);
            second.mul_(beta2).addcmul_(gradient, gradient, oneLessBeta2);
            leaf.addcdiv_(first, second.sqrt().div_(correction2).add_(epsilon), size);
        }
    }

    /** {@return how many steps were taken} */
    public int steps() {
        return steps;
    }

    /** {@return the running means themselves, for checkpoints: {@code first.NAME} and {@code second.NAME}} */
    public Map<String, Tensor> moments() {
        return Collections.unmodifiableMap(moments);
    }

    /**
     * Goes on from where another left off.
     *
     * @param taken how many steps it had taken
     * @param source its {@link #moments}, all of them and nothing else
     */
    public void restore(int taken, TensorSource source) {
        Weights weights = new Weights(source, ScalarType.Float);
        try (PointerScope loading = new PointerScope();
                NoGradGuard ungraded = new NoGradGuard()) {
            parameters.tensors().forEach((name, info) -> {
                for (String moment : List.of(FIRST + name, SECOND + name)) {
                    ScalarType type = info.type().scalarType();
                    moment(moment).copy_(weights.take(moment, type, info.dims()));
                }
            });
            weights.finish();
        }
        goOnAfter(taken);
    }

    /**
     * Goes on with the moments as they are now.
     *
     * @param taken how many steps they come from
     */
    public void goOnAfter(int taken) {
        steps = taken;
    }

    /** Frees the moments. */
    @Override
    public void close() {
        owner.close();
    }
}
