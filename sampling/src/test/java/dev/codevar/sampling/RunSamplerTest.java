package dev.codevar.sampling;

import static dev.codevar.sampling.TestRuns.CODE;
import static dev.codevar.sampling.TestRuns.FINGERPRINT;
import static dev.codevar.sampling.TestRuns.OTHER_WEIGHTS;
import static dev.codevar.sampling.TestRuns.PICTURE_BYTES;
import static dev.codevar.sampling.TestRuns.PLAN;
import static dev.codevar.sampling.TestRuns.TOTAL;
import static dev.codevar.sampling.TestRuns.assertSame;
import static dev.codevar.sampling.TestRuns.content;
import static dev.codevar.sampling.TestRuns.copyInto;
import static dev.codevar.sampling.TestRuns.cut;
import static dev.codevar.sampling.TestRuns.flipByte;
import static dev.codevar.sampling.TestRuns.run;
import static dev.codevar.sampling.TestRuns.sample;
import static dev.codevar.sampling.TestRuns.sampleInPart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.GenerationObserver;
import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.run.SampleOrder;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are drawn, broken off, damaged and gone on with. */
class RunSamplerTest {
    /** Of a local header in a zip with its name and its 64-bit sizes, and of a header in an npy file. */
    private static final int DATA_OFFSET = 30 + "arr_0.npy".length() + 20 + 128;

    /** Holds the run that nothing disturbed: drawn once, and compared with by all. */
    @TempDir
    static Path calm;

    @TempDir
    Path temp;

    @BeforeAll
    static void drawUndisturbed() {
        TestRuns.drawWhole(calm.resolve("whole"));
    }

    private static Path whole() {
        return calm.resolve("whole");
    }

    /** {@return a copy of the whole run, to be damaged} */
    private Path ownWhole() throws IOException {
        Path own = temp.resolve("whole");
        copyInto(own, whole());
        Files.copy(RunSampler.npz(whole()), RunSampler.npz(own));
        return own;
    }

    /** Every picture is the one that the library draws of the same class and seed alone, in all three places. */
    @Test
    void arrayAndFilesHoldTheLibrarysPictures() throws IOException {
        Path whole = whole();
        assertThat(whole.resolve("pictures.bin")).doesNotExist();
        byte[] all;
        try (NpzReader npz = NpzReader.open(RunSampler.npz(whole));
                NpyStream images = npz.stream("arr_0", NpyType.UINT8, TOTAL, 32, 32, 3)) {
            assertThat(npz.names()).containsExactly("arr_0");
            all = images.readRows(TOTAL);
        }
        SampleRun run = run(false, 1, 1);
        List<String> table = Files.readAllLines(whole.resolve("order.csv"));
        assertThat(table).hasSize(TOTAL + 1).startsWith("position,class,index,seed");
        for (int position = 0; position < TOTAL; position++) {
            SampleOrder.Entry entry = run.order().at(position);
            Request.Item item = new Request.Item(entry.label(), entry.seed(), run.sampling(), Optional.empty());
            Picture alone = CODE.generate(
                            new Request(PLAN, List.of(item), RandomMode.PER_PICTURE, false, 1), GenerationObserver.NONE)
                    .pictures()
                    .get(0)
                    .picture();
            Path file = whole.resolve(String.format("%06d.png", position));
            assertThat(PictureFiles.read(file)).isEqualTo(alone);
            assertThat(PictureFiles.text(file)).containsEntry("Seed", String.valueOf(entry.seed()));
            int begin = position * PICTURE_BYTES;
            assertThat(Arrays.copyOfRange(all, begin, begin + PICTURE_BYTES)).isEqualTo(alone.rgb());
            assertThat(table.get(position + 1))
                    .isEqualTo(position + "," + entry.label() + "," + entry.index() + "," + entry.seed());
        }
    }

    @Test
    void brokenOffAndGoneOnWithIsTheSame() throws IOException {
        Path part = temp.resolve("part");
        sampleInPart(run(false, 1, 1), part, 2);
        sampleInPart(run(false, 1, 1), part, 5);
        assertThat(RunSampler.npz(part)).doesNotExist();
        SampleResult rest = sample(run(false, 1, 1), part);
        assertThat(rest.drawn()).isEqualTo(TOTAL - 5 * 4);
        assertThat(rest.pictures()).isEqualTo(TOTAL);
        assertSame(part, whole());
    }

    @Test
    void withoutFilesTheArrayIsTheSame() throws IOException {
        Path only = temp.resolve("only");
        sample(run(true, 1, 1), only);
        assertThat(content(only).keySet())
                .containsExactlyInAnyOrder("complete", "done", "npz", "order.csv", "run.json");
        assertThat(RunSampler.npz(only)).hasSameBinaryContentAs(RunSampler.npz(whole()));
    }

    /** Whatever of the last block reached the disk, and whatever was torn, the run ends the same. */
    @Test
    void aRunThatWasBrokenOffWhileItWasRecordedBegins() throws IOException {
        Path begun = Files.createDirectory(temp.resolve("begun"));
        Files.write(begun.resolve("done"), new byte[0]);
        Files.write(FolderFiles.unfinishedBeside(begun.resolve("run.json")), new byte[] {'{'});
        sample(run(false, 1, 1), begun);
        assertSame(begun, whole());
    }

    @Test
    void whatTheJournalDoesNotVouchForWasNeverThere() throws IOException {
        Path begun = temp.resolve("begun");
        sampleInPart(run(false, 1, 1), begun, 3);
        for (int cut : new int[] {1, 13, 19}) {
            Path torn = temp.resolve("torn" + cut);
            copyInto(torn, begun);
            Path journal = torn.resolve("done");
            try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "rw")) {
                assertThat(file.length()).isEqualTo(60);
                file.setLength(60 - cut);
            }
            Files.write(torn.resolve("pictures.bin"), new byte[777], java.nio.file.StandardOpenOption.APPEND);
            Files.write(torn.resolve(".000001.png.x.part"), new byte[] {1});
            Files.write(temp.resolve(".torn" + cut + ".npz.x.part"), new byte[] {1});
            assertThat(sample(run(false, 1, 1), torn).drawn()).isEqualTo(TOTAL - 2 * 4);
            assertSame(torn, whole());
            assertThat(temp.resolve(".torn" + cut + ".npz.x.part")).doesNotExist();
        }
    }

    @Test
    void whatIsDamagedOrDeletedIsMadeAgain() throws IOException {
        Path damaged = temp.resolve("damaged");
        sampleInPart(run(false, 1, 1), damaged, 4);
        Files.delete(damaged.resolve("000002.png"));
        Files.delete(damaged.resolve("order.csv"));
        flipByte(damaged.resolve("pictures.bin"), DATA_OFFSET + 2L * 4 * PICTURE_BYTES + 100);
        SampleResult rest = sample(run(false, 1, 1), damaged);
        assertThat(rest.drawn()).isEqualTo(TOTAL - 4 * 4);
        assertThat(rest.restored()).as("a file, and the pixels of a block").isEqualTo(1 + 4);
        assertSame(damaged, whole());
    }

    /** Whatever is lost of a finished run: what is left of it says the rest, and only what nothing says is drawn again. */
    @Test
    void finishedMeansThatTheFilesAreThereAndWhole() throws IOException {
        Path whole = whole();
        Map<String, byte[]> before = content(whole);
        Path npz = RunSampler.npz(whole);
        Files.delete(npz);
        assertRemade(whole, before, 0, TOTAL);
        cut(whole.resolve("000003.png"), 100);
        assertRemade(whole, before, 0, 1);
        cut(npz, DATA_OFFSET + 6L * 4 * PICTURE_BYTES + 1);
        assertRemade(whole, before, 0, 6);
        cut(npz, Files.size(npz) - 1);
        assertRemade(whole, before, 0, 0);
        flipByte(npz, 3);
        assertRemade(whole, before, 0, 0);
        flipByte(npz, DATA_OFFSET + 5L * PICTURE_BYTES);
        Files.delete(whole.resolve("000004.png"));
        assertRemade(whole, before, 4, 0);
        Files.delete(npz);
        flipByte(whole.resolve("000029.png"), 200);
        assertRemade(whole, before, 2, TOTAL - 2);
        assertThat(sample(run(false, 1, 1), whole).wasComplete()).isTrue();
    }

    private static void assertRemade(Path folder, Map<String, byte[]> before, int drawn, int restored)
            throws IOException {
        SampleResult again = sample(run(false, 1, 1), folder);
        assertThat(again.wasComplete()).isFalse();
        assertThat(again.drawn()).isEqualTo(drawn);
        assertThat(again.restored()).isEqualTo(restored);
        Map<String, byte[]> after = content(folder);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    }

    /** What cannot be read now may be whole: a link to itself stands for a disk that fails. */
    @Test
    void whatCannotBeReadIsNotMadeAgain() throws IOException {
        Path whole = ownWhole();
        Map<String, byte[]> before = content(whole);
        Path picture = whole.resolve("000001.png");
        Path kept = Files.move(picture, temp.resolve("kept.png"));
        Files.createSymbolicLink(picture, picture);
        assertUnreadable(whole, picture);
        Path npz = Files.move(RunSampler.npz(whole), temp.resolve("kept.npz"));
        assertUnreadable(whole, picture);
        assertThat(RunSampler.npz(whole)).doesNotExist();
        Files.delete(picture);
        Files.move(kept, picture);
        Files.deleteIfExists(whole.resolve("pictures.bin"));
        Files.move(npz, RunSampler.npz(whole));
        assertThat(sample(run(false, 1, 1), whole).drawn()).isZero();
        Map<String, byte[]> after = content(whole);
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    }

    private static void assertUnreadable(Path folder, Path file) {
        assertThatThrownBy(() -> sample(run(false, 1, 1), folder))
                .isInstanceOf(CodeVarException.class)
                .isNotInstanceOf(BrokenFileException.class)
                .hasMessageContaining("cannot read " + file);
    }

    /** Broken off when the array had its name and the run was not marked as finished, or just before it had its name. */
    @Test
    void brokenOffAtTheEndIsFinished() throws IOException {
        Path whole = ownWhole();
        Map<String, byte[]> before = content(whole);
        assertThat(sample(run(false, 1, 1), whole).wasComplete()).isTrue();
        Files.delete(whole.resolve("complete"));
        SampleResult again = sample(run(false, 1, 1), whole);
        assertThat(again.drawn()).isZero();
        assertThat(again.wasComplete()).isFalse();
        Files.delete(whole.resolve("complete"));
        Files.move(RunSampler.npz(whole), whole.resolve("pictures.bin"));
        assertThat(sample(run(false, 1, 1), whole).drawn()).isZero();
        Map<String, byte[]> after = content(whole);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    }

    /** The array is damaged just after it had its name: PNG files say what is damaged. */
    @Test
    void aDamagedArrayThatWasNotYetMarkedIsMadeAgain() throws IOException {
        Path whole = ownWhole();
        Map<String, byte[]> before = content(whole);
        Files.delete(whole.resolve("complete"));
        flipByte(RunSampler.npz(whole), DATA_OFFSET + 6L * 4 * PICTURE_BYTES);
        assertThat(sample(run(false, 1, 1), whole).drawn()).isZero();
        Map<String, byte[]> after = content(whole);
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    }

    /** A folder stands where a picture's file should: as with a full disk, writing fails between two blocks. */
    @Test
    void whatCannotBeWrittenEndsTheRunAndLosesNothing() throws IOException {
        Path full = temp.resolve("full");
        Files.createDirectory(full);
        RunFolder.open(full, run(false, 1, 1)).close();
        Files.createDirectories(full.resolve("000009.png").resolve("in the way"));
        assertThatThrownBy(() -> sample(run(false, 1, 1), full))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("cannot write " + full.resolve("000009.png"));
        assertThat(full.resolve("done")).hasSize(40);
        Files.delete(full.resolve("000009.png").resolve("in the way"));
        Files.delete(full.resolve("000009.png"));
        assertThat(sample(run(false, 1, 1), full).drawn()).isEqualTo(TOTAL - 2 * 4);
        assertSame(full, whole());
    }

    @Test
    void aFolderIsOneRuns() throws IOException {
        Path mine = temp.resolve("mine");
        sampleInPart(run(false, 1, 1), mine, 1);
        assertThatThrownBy(() -> sample(run(41, false, 1, 1), mine))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        mine + " was begun with seed 42, not 41: give the same options, or none but --out, or another"
                                + " folder");
        assertThatThrownBy(() -> sample(run(OTHER_WEIGHTS, 42, false, null, "kernels", 1, 1), mine))
                .as("as when a model was trained further")
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was begun with weights with the fingerprint " + FINGERPRINT.substring(0, 60))
                .hasMessageContaining(", not 000");
        assertThatThrownBy(() -> sample(run(false, 2, 3), mine)).hasMessageContaining("begun with shard 1/1, not 2/3");
        try (RunFolder open = RunFolder.open(mine, run(false, 1, 1))) {
            assertThat(open.run()).isEqualTo(run(false, 1, 1));
            assertThatThrownBy(() -> sample(run(false, 1, 1), mine))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("another process is at work on " + mine);
        }
        Path foreign = temp.resolve("foreign");
        Files.createDirectory(foreign);
        Files.write(foreign.resolve("holiday.jpg"), new byte[1]);
        assertThatThrownBy(() -> sample(run(false, 1, 1), foreign))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds holiday.jpg but no run");
        Files.write(temp.resolve("taken.npz"), new byte[1]);
        assertThatThrownBy(() -> sample(run(false, 1, 1), temp.resolve("taken")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("taken.npz is there already");
        assertThat(temp.resolve("taken")).doesNotExist();
    }
}
