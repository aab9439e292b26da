package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.cluster.drive.ClusterSample;
import dev.codevar.cluster.drive.SampledParts;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.Sha256;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.parts.PartsJob;
import dev.codevar.sampling.run.SampleRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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
    void sparkReadsTheSamePngFilesFromParquet() throws IOException {
        SampleRun run = Drawn.run(PartKind.PARQUET, PER_CLASS);
        Path alone = alone(run);
        SampledParts done = draw(job(run, PartKind.PARQUET));
        assertThat(done.counters().pictures()).isEqualTo(TOTAL);
        List<Row> rows;
        try (SparkSession session = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .getOrCreate()) {
            rows = session.read()
                    .parquet(out().resolve(PartFolder.PARTS).toString())
                    .orderBy("id")
                    .collectAsList();
        }
        assertThat(rows).hasSize(TOTAL);
        for (int position = 0; position < TOTAL; position++) {
            Row row = rows.get(position);
            assertThat(row.<Long>getAs("id")).isEqualTo(position);
            assertThat(row.<Integer>getAs("label"))
                    .isEqualTo(run.order().at(position).label());
            assertThat(row.<Long>getAs("seed"))
                    .isEqualTo(run.order().at(position).seed());
            assertThat(row.<String>getAs("plan")).isEqualTo(Drawn.PLAN);
            byte[] png = row.<Row>getAs("image").getAs("bytes");
            assertThat(png).isEqualTo(Files.readAllBytes(RunSampler.png(alone, run, position)));
        }
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
        SampledParts done = draw(job(run, PartKind.FEATURES));
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (Part part : done.manifest().parts()) {
            byte[] npy = Files.readAllBytes(new PartFolder(out()).file(part));
            int header = npy.length - pictures(run, part) * run.recordBytes();
            assertThat(new String(npy, 0, header, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .contains("'descr': '<f4'");
            rows.write(npy, header, npy.length - header);
        }
        assertThat(rows.toByteArray()).isEqualTo(Files.readAllBytes(RunSampler.features(alone)));
    }

    private static int pictures(SampleRun run, Part part) {
        int pictures = 0;
        for (int block = part.first(); block < part.first() + part.blocks(); block++) {
            pictures += run.blocks().length(block);
        }
        return pictures;
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
        SampledParts again = draw(job(run, PartKind.NPZ));
        assertThat(again.wasComplete()).isTrue();
        assertThat(Files.getLastModifiedTime(out().resolve(PartFolder.ARRAY))).isEqualTo(before);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
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
