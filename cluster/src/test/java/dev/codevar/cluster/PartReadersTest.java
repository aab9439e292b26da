package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.cluster.drive.ClusterSample;
import dev.codevar.evaluation.pictures.PictureBytes;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.Sha256;
import dev.codevar.files.parquet.ParquetBytes;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.run.SampleOrder;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers of four houses find in the parts what {@code sample} writes into PNG files. */
class PartReadersTest {
    private static final int PER_CLASS = 3;
    private static final int TOTAL = 30;

    @TempDir
    static Path folder;

    @TempDir
    Path temp;

    private static SampleRun run;
    /** A line for every picture, as all readers make it. */
    private static final List<String> LINES = new ArrayList<>();

    @BeforeAll
    static void draw() throws IOException {
        run = Drawn.run(PartKind.PARQUET, PER_CLASS);
        Drawn.alone(run, folder.resolve("alone"));
        for (PartKind kind : List.of(PartKind.PARQUET, PartKind.WEBDATASET)) {
            new ClusterSample(new SparkConf().setMaster("local[2]"), (task, done, total) -> {}, line -> {})
                    .run(Drawn.job(run, kind, folder.resolve(kind.name()).toString()));
        }
        for (int position = 0; position < TOTAL; position++) {
            SampleOrder.Entry entry = run.order().at(position);
            String hash = Sha256.of(RunSampler.png(folder.resolve("alone"), run, position));
            LINES.add(String.format(
                    "%d %d %d %s %09d.png %s", position, entry.label(), entry.seed(), Drawn.PLAN, position, hash));
        }
    }

    private static Path data() {
        return folder.resolve(PartKind.PARQUET.name()).resolve(PartFolder.PARTS);
    }

    private static List<Path> parts() {
        return FolderFiles.list(data()).stream().sorted().toList();
    }

    private static String sha256(byte[] png) {
        Sha256 sha256 = new Sha256();
        sha256.add(ByteBuffer.wrap(png));
        return sha256.hex();
    }

    @Test
    void spark() throws IOException {
        List<String> lines = new ArrayList<>();
        try (SparkSession session = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .getOrCreate()) {
            for (Row row :
                    session.read().parquet(data().toString()).orderBy("id").collectAsList()) {
                Row image = row.getAs("image");
                byte[] png = image.getAs("bytes");
                lines.add(row.<Long>getAs("id") + " " + row.<Integer>getAs("label") + " " + row.<Long>getAs("seed")
                        + " " + row.<String>getAs("plan") + " " + image.<String>getAs("path") + " " + sha256(png));
            }
        }
        assertThat(lines).isEqualTo(LINES);
    }

    @Test
    void duckDb() throws SQLException {
        String files = data() + "/*.parquet";
        List<String> lines = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id, label, seed, plan, image.path, image.bytes FROM '" + files + "' ORDER BY id")) {
            while (rows.next()) {
                Blob png = rows.getBlob(6);
                lines.add(rows.getLong(1) + " " + rows.getInt(2) + " " + rows.getLong(3) + " " + rows.getString(4) + " "
                        + rows.getString(5) + " " + sha256(png.getBytes(1, (int) png.length())));
            }
        }
        assertThat(lines).isEqualTo(LINES);
    }

    @Test
    @Tag("slow")
    void hyparquet() throws IOException, InterruptedException {
        for (String name : List.of("package.json", "read.mjs")) {
            try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/npm/" + name))) {
                Files.copy(in, temp.resolve(name));
            }
        }
        assumeTrue(process("npm", "install", "--no-audit", "--no-fund") == 0, "npm cannot fetch the reader");
        List<String> words = new ArrayList<>(List.of("node", "read.mjs"));
        parts().forEach(part -> words.add(part.toString()));
        int code = process(words.toArray(String[]::new));
        List<String> lines = Files.readAllLines(temp.resolve("out"));
        assertThat(code).as(lines.toString()).isZero();
        // Parts are called by their first block.
        assertThat(lines).isEqualTo(LINES);
    }

    /** {@return the exit code, 127 if there is no such program} */
    private int process(String... words) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(words)
                    .directory(temp.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(temp.resolve("out").toFile())
                    .start();
            return process.waitFor(100, TimeUnit.SECONDS) ? process.exitValue() : 1;
        } catch (IOException noSuchProgram) {
            return 127;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = PartKind.class,
            names = {"PARQUET", "WEBDATASET"})
    void codevar(PartKind kind) {
        try (PictureSet set = PictureSet.open(folder.resolve(kind.name()))) {
            assertThat(set.count()).isEqualTo(TOTAL);
            assertThat(set.run()).isEqualTo(run);
            // Back and forth over the ends of parts, of 8 pictures.
            for (int position : new int[] {0, 7, 8, 29, 3, 16}) {
                Picture expected = PictureFiles.read(RunSampler.png(folder.resolve("alone"), run, position));
                assertThat(Scoped.value(() -> PictureBytes.picture(set.read(position, 1))))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aPartThatIsCutOffIsSaid() throws IOException {
        Path copy = temp.resolve("copy");
        Path from = folder.resolve(PartKind.PARQUET.name());
        Files.createDirectories(copy.resolve(PartFolder.PARTS));
        for (String name : List.of(PartFolder.BEGUN, PartFolder.MANIFEST)) {
            Files.copy(from.resolve(name), copy.resolve(name));
        }
        for (Path part : parts()) {
            byte[] whole = Files.readAllBytes(part);
            byte[] half = Arrays.copyOf(whole, whole.length / 2);
            Files.write(copy.resolve(PartFolder.PARTS).resolve(part.getFileName()), half);
        }
        try (PictureSet set = PictureSet.open(copy)) {
            assertThatThrownBy(() -> set.read(0, 1))
                    .isInstanceOf(BrokenFileException.class)
                    .hasMessageStartingWith(copy.resolve(PartFolder.PARTS).toString())
                    .hasMessageContaining("is not what was drawn: its SHA-256 is another");
        }
        Files.writeString(copy.resolve(PartFolder.MANIFEST), "{\"format\":1,");
        assertThatThrownBy(() -> PictureSet.open(copy))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining("manifest.json is not understood");
    }

    @Test
    void aRunThatIsNotFinishedIsSaid() throws IOException {
        Files.copy(folder.resolve(PartKind.PARQUET.name()).resolve(PartFolder.BEGUN), temp.resolve(PartFolder.BEGUN));
        assertThatThrownBy(() -> PictureSet.open(temp))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is of a run that is not finished: codevar cluster sample --out " + temp);
    }

    @Test
    void aDamagedTableIsReadOrRefused() throws IOException {
        byte[] whole = Files.readAllBytes(parts().get(0));
        Random random = new Random(3);
        Path file = temp.resolve("damaged.parquet");
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            // Most of what describes the file is at its end.
            int at = i % 2 == 0 ? random.nextInt(whole.length) : whole.length - 1 - random.nextInt(1500);
            damaged[at] = (byte) random.nextInt(256);
            Files.write(file, i % 10 == 0 ? Arrays.copyOf(damaged, at) : damaged);
            try (ParquetBytes column = ParquetBytes.open(file, "image.bytes")) {
                for (int row = 0; row < column.count(); row++) {
                    column.get(row);
                }
            } catch (BrokenFileException e) {
                assertThat(e).hasMessageStartingWith("cannot read " + file + ": ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(200);
    }
}
