package dev.codevar.bench;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Weights;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all benchmarks share: how they are timed, tensors that live as long as a trial, and a kernel's run as a decode does it,
 * in inference mode and with its temporaries freed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-Dorg.bytedeco.javacpp.maxbytes=0"})
public abstract class KernelBenchmark implements AutoCloseable {
    private static final Pattern BETWEEN_SIZES = Pattern.compile("x");
    private static final long SEED = 7;

    /** Keeps what the trial needs. */
    final Owner owner = new Owner();

    KernelBenchmark() {
        Libtorch.load();
        torch.manual_seed(SEED);
    }

    /** Frees what the trial needed. */
    @Override
    @TearDown
    public void close() {
        owner.close();
    }

    /** {@return the object that {@code make} makes, which lives as long as the trial} */
    <T extends Pointer> T kept(Supplier<T> make) {
        return Scoped.inference(() -> owner.own(make.get()));
    }

    /** {@return normally distributed numbers, which live as long as the trial} */
    Tensor random(ScalarType type, long... sizes) {
        return kept(() -> torch.randn(sizes).to(type));
    }

    /** {@return a random weight of these sizes, outermost first, and a bias for the first of them} */
    static Weights weights(Compute compute, long... sizes) {
        List<Long> shape = LongStream.of(sizes).boxed().toList();
        Map<String, List<Long>> shapes = Map.of("weight", shape, "bias", shape.subList(0, 1));
        return new Weights(new RandomWeights("a benchmark", shapes, SEED), compute.type());
    }

    /**
     * Runs a kernel once.
     *
     * @return how many numbers it computed
     */
    static long run(Supplier<Tensor> kernel) {
        return Scoped.inference(() -> kernel.get().numel());
    }

    /** {@return the numbers of {@code "1920x7680"}} */
    static long[] sizes(String shape) {
        return BETWEEN_SIZES.splitAsStream(shape).mapToLong(Long::parseLong).toArray();
    }
}
