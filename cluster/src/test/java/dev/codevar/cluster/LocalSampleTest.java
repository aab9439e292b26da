package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.cluster.drive.ClusterSample;
import dev.codevar.cluster.drive.SampledParts;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.Sha256;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.parts.PartsJob;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two task slots in this process draws what {@code sample} draws. */
class LocalSampleTest {
    private static final int PER_CLASS = 3;
    private static final int TOTAL = 30;

    @TempDir
    Path temp;

    private static SampledParts draw(PartsJob job) {
        return new ClusterSample(new SparkConf().setMaster("local[2]"), (task, done, total) -> {}, line -> {}).run(job);
    }

    private Path alone(SampleRun run) {
        Path folder = temp.resolve("alone");
        Drawn.alone(run, folder);
        return folder;
    }

    private Path out() {
        return temp.resolve("out");
    }

    private PartsJob job(SampleRun run, PartKind kind) {
        return Drawn.job(run, kind, out().toString());
    }

    @Test
    void archivesHoldTheSamePngFiles() throws IOException {
        SampleRun run = Drawn.run(PartKind.WEBDATASET, PER_CLASS);
        Path alone = alone(run);
        draw(job(run, PartKind.WEBDATASET));
        Map<String, byte[]> files = new TreeMap<>();
        for (Path part : files(out().resolve(PartFolder.PARTS))) {
            untar(part, files);
        }
        assertThat(files).hasSize(3 * TOTAL);
        for (int position = 0; position < TOTAL; position++) {
            String key = String.format("%09d", position);
            assertThat(files.get(key + ".png")).isEqualTo(Files.readAllBytes(RunSampler.png(alone, run, position)));
            assertThat(files.get(key + ".cls"))
                    .asString()
                    .isEqualTo(String.valueOf(run.order().at(position).label()));
        }
    }

    private static void untar(Path part, Map<String, byte[]> files) throws IOException {
        try (InputStream in = Files.newInputStream(part);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                assertThat(files.put(entry.getName(), tar.readAllBytes())).isNull();
            }
        }
    }

    @Test
    void theArrayIsTheSameToTheByte() throws IOException {
        SampleRun run = Drawn.run(PartKind.NPZ, PER_CLASS);
        Path alone = alone(run);
        SampledParts done = draw(job(run, PartKind.NPZ));
        Path array = out().resolve(PartFolder.ARRAY);
        assertThat(array).hasSameBinaryContentAs(RunSampler.npz(alone));
        assertThat(done.manifest().array())
                .isEqualTo(new PartManifest.WholeArray(PartFolder.ARRAY, Files.size(array), Sha256.of(array)));
        assertThat(out().resolve(PartFolder.PARTS)).doesNotExist();
    }

    @Test
    void featuresAreTheSame() throws IOException {
        SampleRun run = Drawn.run(PartKind.FEATURES, PER_CLASS);
        Path alone = alone(run);
        draw(job(run, PartKind.FEATURES));
        byte[] npy = Files.readAllBytes(out().resolve(PartFolder.FEATURES));
        int header = npy.length - TOTAL * run.recordBytes();
        assertThat(new String(npy, 0, header, StandardCharsets.ISO_8859_1))
                .contains("'descr': '<f4'")
                .contains("'shape': (30, " + run.recordBytes() / Float.BYTES + ")");
        assertThat(Arrays.copyOfRange(npy, header, npy.length))
                .isEqualTo(Files.readAllBytes(RunSampler.features(alone)));
    }

    @Test
    void theManifestIsWhatIsThere() throws IOException {
        SampleRun run = Drawn.run(PartKind.WEBDATASET, PER_CLASS);
        draw(job(run, PartKind.WEBDATASET));
        PartManifest manifest = new PartFolder(out()).manifest().orElseThrow();
        assertThat(manifest.makers()).containsExactly(run.maker());
        List<String> named = new ArrayList<>();
        for (Part part : manifest.parts()) {
            Path file = new PartFolder(out()).file(part);
            assertThat(Sha256.of(file)).isEqualTo(part.sha256());
            named.add(part.file());
        }
        assertThat(files(out().resolve(PartFolder.PARTS)).stream().map(path -> String.valueOf(path.getFileName())))
                .containsExactlyInAnyOrderElementsOf(named);
        assertThat(out().resolve(PartFolder.ACCEPTED)).doesNotExist();
    }

    @Test
    void aFinishedRunIsLeftAlone() throws IOException {
        SampleRun run = Drawn.run(PartKind.NPZ, 1);
        draw(job(run, PartKind.NPZ));
        Object before = Files.getLastModifiedTime(out().resolve(PartFolder.ARRAY));
        // As a driver leaves them that is killed at the very end.
        Files.writeString(
                Files.createDirectories(out().resolve(PartFolder.PARTS)).resolve("000000-x.npy"), "x");
        SampledParts again = draw(job(run, PartKind.NPZ));
        assertThat(again.wasComplete()).isTrue();
        assertThat(Files.getLastModifiedTime(out().resolve(PartFolder.ARRAY))).isEqualTo(before);
        assertThat(out().resolve(PartFolder.PARTS)).doesNotExist();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void modelsMayComeAlong() {
        SampleRun run = Drawn.run(PartKind.NPZ, 1);
        PartsJob shared = job(run, PartKind.NPZ);
        List<String> files = FolderFiles.list(Drawn.MODELS).stream()
                .map(file -> file.toUri().toString())
                .filter(file -> file.endsWith(".json") || file.endsWith(".safetensors"))
                .toList();
        PartsJob brought = new PartsJob(
                shared.format(), run, shared.kind(), "/nowhere", List.of(), files, false, null, shared.out(), 1, false);
        Drawn.alone(run, temp.resolve("alone"));
        draw(brought);
        assertThat(out().resolve(PartFolder.ARRAY)).hasSameBinaryContentAs(RunSampler.npz(temp.resolve("alone")));
    }

    @Test
    void anotherRunIsRefused() {
        SampleRun run = Drawn.run(PartKind.NPZ, 1);
        draw(job(run, PartKind.NPZ));
        SampleRun other = Drawn.run(PartKind.NPZ, 2);
        assertThatThrownBy(() -> draw(job(other, PartKind.NPZ)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was begun with per-class 1, not 2");
    }
}
