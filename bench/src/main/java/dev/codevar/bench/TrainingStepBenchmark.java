package dev.codevar.bench;

import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.AdamW;
import dev.codevar.training.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * How much of a training step is its products? A whole step, forward to optimiser, beside the same matrix products and
 * convolutions alone, each forward and both ways back.
 */
public abstract class TrainingStepBenchmark extends KernelBenchmark {
    static final Pyramid SMALL_WORLD = Pyramid.of(1, 2, 3, 4, 6, 8);

    private static final double LEARNING_RATE = 1e-4;
    private static final double CLIP = 2;

    @Param({"FLOAT32", "BFLOAT16"})
    Precision precision = Precision.FLOAT32;

    /** Where: cpu, cuda or cuda:i. */
    @Param("cpu")
    String device = "cpu";

    private final List<Supplier<Tensor>> products = new ArrayList<>();
    private @Nullable Parameters parameters;
    private @Nullable AdamW optimiser;

    /** Has these parameters trained, which are freed with the trial. */
    final void train(Parameters trained) {
        parameters = trained;
        optimiser = new AdamW(trained, AdamW.Settings.of(0.95, 0.05), AdamW.MATRICES);
    }

    /** {@return where and in what products run} */
    final Compute compute() {
        return new Compute(Device.of(device), precision);
    }

    @Override
    final Tensor random(ScalarType type, long... sizes) {
        return kept(() -> torch.randn(sizes, compute().options(type)));
    }

    /** Counts a product to those of a step. */
    final void add(Supplier<Tensor> product) {
        products.add(product);
    }

    /** As {@link #kept}, but not in inference mode: gradients flow through what is computed from it. */
    final Tensor differentiable(Supplier<Tensor> make) {
        return Scoped.value(() -> owner.own(make.get()));
    }

    /** {@return what the step makes smaller, in the scope around this call} */
    abstract Tensor loss();

    /**
     * A step as a training takes it.
     *
     * @return the loss
     */
    @Benchmark
    public double step() {
        Parameters trained = Objects.requireNonNull(parameters);
        trained.zeroGradients();
        double value = Scoped.value(() -> {
            Tensor loss = loss();
            loss.backward();
            return loss.item_double();
        });
        trained.clipGradients(CLIP);
        Objects.requireNonNull(optimiser).step(LEARNING_RATE);
        await();
        return value;
    }

    /**
     * Its products, one after the other, on all threads.
     *
     * @return how many numbers they computed
     */
    @Benchmark
    public long products() {
        long numbers = Libtorch.withThreadedProducts(
                () -> products.stream().mapToLong(KernelBenchmark::run).sum());
        await();
        return numbers;
    }

    /** Until a device has done what was begun. */
    private void await() {
        Tensor any =
                Objects.requireNonNull(parameters).leaves().values().iterator().next();
        Scoped.inference(() -> {
            Device.of(device).await(any);
            return 0;
        });
    }

    @Override
    public void close() {
        if (optimiser != null) {
            optimiser.close();
        }
        if (parameters != null) {
            parameters.close();
        }
        super.close();
    }
}
