package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.file.FolderFiles;
import dev.codevar.file.Sha256;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.parts.PartsJob;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot go well ends in one line; what was drawn until then counts for the next driver. */
class BadClusterTest {
    private static SampleRun run;

    @TempDir
    Path temp;

    private record Said(int code, String out, String err) {}

    @BeforeAll
    static void run() {
        run = Drawn.run(PartKind.WEBDATASET, 2);
    }

    @AfterEach
    void room() {
        PlainStore.ROOM.set(Integer.MAX_VALUE);
    }

    private Said program(String job) throws IOException {
        Path file = Files.writeString(temp.resolve("job.json"), job);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        SparkConf conf =
                new SparkConf().setMaster("local[2]").set("spark.hadoop.fs.plain.impl", PlainStore.class.getName());
        int code = new ClusterProgram(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(conf, "sample", file.toString());
        return new Said(code, out.toString(), err.toString());
    }

    private PartsJob job() {
        return Drawn.job(run, PartKind.WEBDATASET, "plain://" + temp.resolve("out"));
    }

    private void fails(int code, String job, String... parts) throws IOException {
        Said said = program(job);
        assertThat(said.err()).startsWith("codevar: ").contains(parts).hasLineCount(1);
        assertThat(said.code()).isEqualTo(code);
    }

    private static PartsJob with(PartsJob job, String models, boolean otherKernels) {
        return new PartsJob(
                job.format(),
                job.run(),
                job.kind(),
                models,
                List.of(),
                List.of(),
                false,
                null,
                job.out(),
                1,
                otherKernels);
    }

    @Test
    void modelsThatAreNotThere() throws IOException {
        fails(
                2,
                with(job(), "/nowhere/fashion32", false).json(),
                "executor driver on",
                "the model set /nowhere/fashion32 is not there");
    }

    @Test
    void otherKernelsAreRefusedOrNamed() throws IOException {
        String json = job().json().replace("\"kernels\":\"" + run.kernels() + "\"", "\"kernels\":\"z80\"");
        fails(2, json, "executor driver on", "kernels for " + run.kernels(), "kernels for z80", "--other-kernels");
        Said allowed = program(json.replace("\"other_kernels\":false", "\"other_kernels\":true"));
        assertThat(allowed.code()).as(allowed.err()).isZero();
        assertThat(allowed.out())
                .contains("note: drawn in parts by")
                .contains("z80")
                .contains(run.kernels());
        assertThat(new PartFolder(temp.resolve("out")).manifest().orElseThrow().makers())
                .hasSize(2);
    }

    @Test
    void otherWeights() throws IOException {
        fails(
                2,
                job().json()
                        .replace(run.fingerprint(), "0".repeat(run.fingerprint().length())),
                "executor driver on",
                "weights with the fingerprint");
    }

    @Test
    void aStoreThatIsFullGoesOnWhereItWas() throws IOException {
        PartsJob job = with(job(), Drawn.MODELS.toString(), false);
        PlainStore.ROOM.set(3);
        fails(1, job.json(), "executor driver on", "cannot write plain:", "No space left on device");
        PartFolder out = new PartFolder(temp.resolve("out"));
        int counted = FolderFiles.list(temp.resolve("out").resolve(PartFolder.ACCEPTED))
                .size();
        assertThat(counted).isBetween(1, 3);
        PlainStore.ROOM.set(Integer.MAX_VALUE);
        Said second = program(job.json());
        assertThat(second.err()).isEmpty();
        PartManifest manifest = out.manifest().orElseThrow();
        assertThat(manifest.parts()).hasSize(5);
        int drawnAgain = run.total() - counted * Drawn.BLOCK;
        assertThat(second.out()).contains("20 pictures in 5 parts, " + drawnAgain + " of them drawn now");
    }

    @Test
    void aPartThatWasCutOffIsDrawnAgain() throws IOException {
        PartsJob job = with(job(), Drawn.MODELS.toString(), false);
        PlainStore.ROOM.set(3);
        program(job.json());
        PartFolder out = new PartFolder(temp.resolve("out"));
        Path counted =
                FolderFiles.list(out.folder().resolve(PartFolder.ACCEPTED)).get(0);
        String part = String.valueOf(counted.getFileName()).replace(".json", "");
        Files.writeString(out.folder().resolve(PartFolder.PARTS).resolve(part), "cut off");
        PlainStore.ROOM.set(Integer.MAX_VALUE);
        assertThat(program(job.json()).code()).isZero();
        for (Part each : out.manifest().orElseThrow().parts()) {
            assertThat(Sha256.of(out.file(each))).isEqualTo(each.sha256());
        }
    }

    @Test
    void whatADriverHalfWroteCountsForNothing() throws IOException {
        PartsJob job = with(job(), Drawn.MODELS.toString(), false);
        program(job.json());
        Path out = temp.resolve("out");
        String manifest = Files.readString(out.resolve(PartFolder.MANIFEST));
        Files.writeString(out.resolve(PartFolder.MANIFEST), manifest.substring(0, manifest.length() / 2));
        Files.writeString(
                Files.createDirectories(out.resolve(PartFolder.ACCEPTED)).resolve("000000-x.tar.json"), "{\"part\":{");
        Files.writeString(out.resolve(PartFolder.PARTS).resolve("000000-torn.tar"), "torn");
        assertThat(program(job.json()).code()).isZero();
        assertThat(new PartFolder(out).manifest().orElseThrow().parts()).hasSize(5);
        assertThat(FolderFiles.list(out.resolve(PartFolder.PARTS))).hasSize(5);
    }

    @Test
    void aPartThatIsLostAfterwardsIsDrawnAlone() throws IOException {
        PartsJob job = with(job(), Drawn.MODELS.toString(), false);
        program(job.json());
        PartFolder out = new PartFolder(temp.resolve("out"));
        PartManifest before = out.manifest().orElseThrow();
        Files.delete(out.file(before.parts().get(3)));
        Said again = program(job.json());
        assertThat(again.out()).contains("20 pictures in 5 parts, 4 of them drawn now");
        PartManifest after = out.manifest().orElseThrow();
        for (int i = 0; i < 5; i++) {
            assertThat(after.parts().get(i).equals(before.parts().get(i))).isEqualTo(i != 3);
            assertThat(after.parts().get(i).sha256())
                    .isEqualTo(before.parts().get(i).sha256());
        }
    }

    @Test
    void aManifestThatIsDamagedAfterwardsDrawsNothing() throws IOException {
        PartsJob job = with(job(), Drawn.MODELS.toString(), false);
        program(job.json());
        Path manifest = temp.resolve("out").resolve(PartFolder.MANIFEST);
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.substring(0, text.length() / 2));
        fails(2, job.json(), "manifest.json is not understood", "bring the file back, or delete it to draw all again");
        Files.writeString(manifest, text);
        assertThat(program(job.json()).out()).contains("20 pictures in 5 parts, finished already");
    }

    @Test
    void whatIsNoJob() throws IOException {
        fails(2, "{}", "job.json is not understood");
        fails(2, job().json().replace("\"format\":1,\"run\"", "\"format\":2,\"run\""), "format 2 of parts is not 1");
    }

    @Test
    void aFolderOfSomethingElse() throws IOException {
        Files.writeString(Files.createDirectories(temp.resolve("out")).resolve("letter.txt"), "Dear");
        fails(2, job().json(), "holds letter.txt but no run that was begun there");
    }
}
