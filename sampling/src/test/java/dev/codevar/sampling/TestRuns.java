package dev.codevar.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.CoDe;
import dev.codevar.models.ModelFingerprint;
import dev.codevar.models.PlanSpec;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.Streamed;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs of 30 pictures of fashion32 in blocks of 4, so that the last has 2. The models stay open for all classes that test with them. */
final class TestRuns {
    static final CoDe CODE = CoDe.open(Path.of("..", "models", "fashion32"), Device.CPU, Precision.FLOAT32);
    static final PlanSpec PLAN = PlanSpec.parse("large:2,small", CODE.models().description());
    static final String FINGERPRINT = ModelFingerprint.of(CODE.models(), PLAN);
    static final PictureText TEXT = (position, entry) -> Map.of("Seed", String.valueOf(entry.seed()));
    static final String OTHER_WEIGHTS = "0".repeat(64);
    static final int TOTAL = 30;
    static final int PICTURE_BYTES = 32 * 32 * 3;

    private TestRuns() {}

    /** Draws the run that nothing disturbs, from the beginning. */
    static void drawWhole(Path folder) {
        SampleResult result = sample(run(false, 1, 1), folder);
        assertThat(result.drawn()).isEqualTo(TOTAL);
        assertThat(result.wasComplete()).isFalse();
    }

    static SampleRun run(boolean npzOnly, int shard, int shards) {
        return run(42, npzOnly, shard, shards);
    }

    static SampleRun run(long seed, boolean npzOnly, int shard, int shards) {
        return run(seed, npzOnly, null, shard, shards);
    }

    static SampleRun run(long seed, boolean npzOnly, @Nullable Streamed streamed, int shard, int shards) {
        return run(FINGERPRINT, seed, npzOnly, streamed, "kernels", shard, shards);
    }

    static SampleRun run(
            String fingerprint,
            long seed,
            boolean npzOnly,
            @Nullable Streamed streamed,
            String kernels,
            int shard,
            int shards) {
        return new SampleRun(
                1,
                "test",
                kernels,
                "fashion32",
                fingerprint,
                "large:2,small",
                "cpu",
                "float32",
                1,
                1.5,
                List.of(1.0),
                List.of(100),
                0.96,
                List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
                3,
                seed,
                4,
                32,
                npzOnly,
                streamed,
                shard,
                shards);
    }

    static SampleResult sample(SampleRun run, Path folder) {
        return new RunSampler(CODE, TEXT, SampleProgress.NONE).run(run, folder);
    }

    /** Draws until {@code blocks} blocks are drawn and then stops as if it had been told to. */
    static void sampleInPart(SampleRun run, Path folder, int blocks) {
        int enough = run.blocks().recordsIn(blocks);
        SampleProgress stopping = (task, done, total) -> {
            if (task.equals("drawing") && done > enough) {
                throw new CancellationException("enough");
            }
        };
        assertThatThrownBy(() -> new RunSampler(CODE, TEXT, stopping).run(run, folder))
                .isInstanceOf(CancellationException.class);
    }

    /** Everything that a folder and its array hold. */
    static Map<String, byte[]> content(Path folder) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        content.put("npz", Files.readAllBytes(RunSampler.npz(folder)));
        return content;
    }

    static void assertSame(Path folder, Path expected) throws IOException {
        Map<String, byte[]> wanted = content(expected);
        Map<String, byte[]> found = content(folder);
        assertThat(found.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
    }

    static void copyInto(Path made, Path folder) throws IOException {
        Files.createDirectory(made);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, made.resolve(file.getFileName()));
            }
        }
    }

    static void cut(Path file, long bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(bytes);
        }
    }

    static void flipByte(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1);
        }
    }
}
