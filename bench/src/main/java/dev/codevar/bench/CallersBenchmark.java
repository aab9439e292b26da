package dev.codevar.bench;

import dev.codevar.CoDe;
import dev.codevar.Engine;
import dev.codevar.EngineOptions;
import dev.codevar.GenerationHandle;
import dev.codevar.GenerationObserver;
import dev.codevar.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost that pictures come from many requests in place of one? Run from the project's folder, where fashion32 lies. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-Dorg.bytedeco.javacpp.maxbytes=0"})
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 7, time = 5)
public class CallersBenchmark {
    /** The model set's folder. */
    @Param("models/fashion32")
    String model = "models/fashion32";

    /** How many pictures. */
    @Param("64")
    int pictures = 64;

    private Engine engine;
    private CoDe code;

    /** Opens the models, and has the engine learn which batches pay. */
    @Setup
    public void open() {
        engine = Engine.start(EngineOptions.DEFAULT);
        code = engine.open(Path.of(model));
        manyRequests();
        manyRequests();
    }

    /** Frees them. */
    @TearDown
    public void close() {
        engine.close();
    }

    /** {@return how many pictures one request made, in one batch} */
    @Benchmark
    public int oneRequest() {
        return code.generate(request(1, pictures, pictures), GenerationObserver.NONE)
                .pictures()
                .size();
    }

    /** {@return how many pictures as many requests made, handed in at once} */
    @Benchmark
    public int manyRequests() {
        List<GenerationHandle> handles = IntStream.range(0, pictures)
                .mapToObj(seed -> code.submit(request(seed, 1, 0), GenerationObserver.NONE))
                .toList();
        return handles.stream()
                .mapToInt(handle -> handle.await().pictures().size())
                .sum();
    }

    private Request request(int seed, int count, int batch) {
        return code.request().seed(seed).count(count).batch(batch).build();
    }
}
