package dev.codevar.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.CoDe;
import dev.codevar.GenerationObserver;
import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import dev.codevar.models.ModelFingerprint;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.run.FeatureLayout;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleOrder;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.Streamed;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 30 pictures of fashion32 in blocks of 4, so that the last has 2. */
class RunSamplerTest {
    private static final ModelSet SET = ModelSet.open(Path.of("..", "models", "fashion32"));
    private static final CoDe CODE = CoDe.open(Path.of("..", "models", "fashion32"), Device.CPU, Precision.FLOAT32);
    private static final PlanSpec PLAN = PlanSpec.parse("large:2,small", SET.description());
    private static final String FINGERPRINT = ModelFingerprint.of(SET, PLAN);
    private static final PictureText TEXT = (position, entry) -> Map.of("Seed", String.valueOf(entry.seed()));
    private static final String OTHER_WEIGHTS = "0".repeat(64);
    private static final int TOTAL = 30;
    private static final int PICTURE_BYTES = 32 * 32 * 3;
    /** Of a local header in a zip with its name and its 64-bit sizes, and of a header in an npy file. */
    private static final int DATA_OFFSET = 30 + "arr_0.npy".length() + 20 + 128;

    /** Holds the run that nothing disturbed: drawn once, and compared with by all. */
    @TempDir
    static Path calm;

    @TempDir
    Path temp;

    @BeforeAll
    static void drawUndisturbed() {
        SampleResult result = sample(run(false, 1, 1), calm.resolve("whole"));
        assertThat(result.drawn()).isEqualTo(TOTAL);
        assertThat(result.wasComplete()).isFalse();
    }

    @AfterAll
    static void close() {
        CODE.close();
    }

    private static SampleRun run(boolean npzOnly, int shard, int shards) {
        return run(42, npzOnly, shard, shards);
    }

    private static SampleRun run(long seed, boolean npzOnly, int shard, int shards) {
        return run(seed, npzOnly, null, shard, shards);
    }

    private static SampleRun run(long seed, boolean npzOnly, @Nullable Streamed streamed, int shard, int shards) {
        return run(FINGERPRINT, seed, npzOnly, streamed, "kernels", shard, shards);
    }

    private static SampleRun run(
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

    private static SampleResult sample(SampleRun run, Path folder) {
        return new RunSampler(CODE, TEXT, SampleProgress.NONE).run(run, folder);
    }

    /** Draws until {@code blocks} blocks are drawn and then stops as if it had been told to. */
    private static void sampleInPart(SampleRun run, Path folder, int blocks) {
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
    private static Map<String, byte[]> content(Path folder) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        content.put("npz", Files.readAllBytes(RunSampler.npz(folder)));
        return content;
    }

    private static void assertSame(Path folder, Path expected) throws IOException {
        Map<String, byte[]> wanted = content(expected);
        Map<String, byte[]> found = content(folder);
        assertThat(found.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
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

    private static void copyInto(Path made, Path folder) throws IOException {
        Files.createDirectory(made);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, made.resolve(file.getFileName()));
            }
        }
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

    @Test
    void shardsJoinedAreTheSame() throws IOException {
        List<Path> shards = new ArrayList<>();
        for (int shard = 3; shard >= 1; shard--) {
            Path folder = temp.resolve("shard" + shard);
            if (shard == 2) {
                sampleInPart(run(false, shard, 3), folder, 1);
            }
            assertThat(sample(run(false, shard, 3), folder).npz()).isEmpty();
            shards.add(folder);
        }
        Path merged = temp.resolve("merged");
        // As if an earlier merge had been broken off.
        Files.createDirectory(merged);
        RunFolder.open(merged, run(false, 1, 1)).close();
        Files.copy(shards.get(0).resolve("000008.png"), merged.resolve("000008.png"));
        SampleMerge.of(shards).into(merged, SampleProgress.NONE);
        assertSame(merged, whole());
        assertThat(SampleMerge.of(shards).into(merged, SampleProgress.NONE).wasComplete())
                .isTrue();
    }

    @Test
    void shardsThatDoNotBelongTogetherAreRefused() throws IOException {
        Path one = temp.resolve("one");
        Path two = temp.resolve("two");
        sample(run(true, 1, 2), one);
        sampleInPart(run(true, 2, 2), two, 1);
        refused(List.of(one), "shard 2/2 is missing");
        refused(List.of(one, one), "are both shard 1/2");
        refused(List.of(one, temp), "is no shard: no run was begun there");
        refused(List.of(one, two), "shard 2/2, is not finished: codevar sample --out ");
        Path other = temp.resolve("other");
        sampleInPart(run(43, true, 2, 2), other, 1);
        refused(List.of(one, other), "is of another run than " + one + ": seed 43, not 42");
        Path trained = temp.resolve("trained");
        sampleInPart(run(OTHER_WEIGHTS, 42, true, null, "kernels", 2, 2), trained, 1);
        refused(List.of(one, trained), "is of another run than " + one + ": weights with the fingerprint 000");
        Path third = temp.resolve("third");
        sampleInPart(run(true, 2, 3), third, 1);
        refused(List.of(one, third), "is one of 3 shards, but " + one + " one of 2");
        Path whole = temp.resolve("whole");
        sampleInPart(run(true, 1, 1), whole, 1);
        refused(List.of(whole), "is a whole run, not a shard");
        sample(run(true, 2, 2), two);
        flipByte(two.resolve("pictures.bin"), 5);
        Path merged = temp.resolve("merged");
        assertThatThrownBy(() -> SampleMerge.of(List.of(one, two)).into(merged, SampleProgress.NONE))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("pictures.bin is damaged: codevar sample --out " + two);
        assertThat(RunSampler.npz(merged)).doesNotExist();
    }

    private static void refused(List<Path> shards, String message) {
        assertThatThrownBy(() -> SampleMerge.of(shards)).hasMessageContaining(message);
    }

    /** Whatever of the last block reached the disk, and whatever was torn, the run ends the same. */
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

    private static void cut(Path file, long bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(bytes);
        }
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

    @Test
    void aShardWhoseFilesAreNotWholeIsNamed() throws IOException {
        List<Path> shards = List.of(temp.resolve("one"), temp.resolve("two"));
        for (int i = 0; i < 2; i++) {
            sample(run(false, i + 1, 2), shards.get(i));
        }
        Path cut = shards.get(1).resolve("000004.png");
        cut(cut, 50);
        assertThatThrownBy(() -> SampleMerge.of(shards).into(temp.resolve("merged"), SampleProgress.NONE))
                .isInstanceOf(CodeVarException.class)
                .hasMessage(cut + " is not there or not whole: codevar sample --out " + shards.get(1)
                        + " makes shard 2/2 whole again");
        assertThat(sample(run(false, 2, 2), shards.get(1)).restored()).isEqualTo(1);
        Path merged = temp.resolve("merged");
        SampleMerge.of(shards).into(merged, SampleProgress.NONE);
        Path whole = whole();
        assertSame(merged, whole);
        Files.delete(RunSampler.npz(merged));
        assertThat(SampleMerge.of(shards).into(merged, SampleProgress.NONE).wasComplete())
                .isFalse();
        assertSame(merged, whole);
    }

    private static void flipByte(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1);
        }
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

    /** What is kept instead of pictures: their first three bytes as a float each. */
    @Test
    void streamedRunsKeepWhatIsMadeOfPictures() throws IOException {
        Recorder first = pictures -> pictures.stream()
                .map(picture -> ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(picture.rgb()[0])
                        .putFloat(picture.rgb()[1])
                        .putFloat(picture.rgb()[2])
                        .array())
                .toList();
        List<Path> shards = List.of(temp.resolve("s1"), temp.resolve("s2"));
        for (int i = 0; i < 2; i++) {
            new RunSampler(CODE, TEXT, SampleProgress.NONE, first).run(streamed(i + 1, 2), shards.get(i));
        }
        Path joined = temp.resolve("joined");
        assertThat(SampleMerge.of(shards).into(joined, SampleProgress.NONE).npz())
                .isEmpty();
        Path alone = temp.resolve("alone");
        new RunSampler(CODE, TEXT, SampleProgress.NONE, first).run(streamed(1, 1), alone);
        assertThat(RunSampler.npz(alone)).doesNotExist();
        try (Stream<Path> files = Files.list(alone)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("complete", "done", "features.bin", "order.csv", "run.json");
        }
        assertThat(joined.resolve("features.bin")).hasSameBinaryContentAs(alone.resolve("features.bin"));
        assertThat(KeptFeatures.requireWhole(joined, streamed(1, 1), SampleProgress.NONE))
                .isEqualTo(joined.resolve("features.bin"));
        Files.delete(joined.resolve("features.bin"));
        Files.createSymbolicLink(joined.resolve("features.bin"), joined.resolve("features.bin"));
        assertThatThrownBy(() -> KeptFeatures.requireWhole(joined, streamed(1, 1), SampleProgress.NONE))
                .as("which may be whole")
                .isInstanceOf(CodeVarException.class)
                .isNotInstanceOf(BrokenFileException.class)
                .hasMessageContaining("cannot open " + joined.resolve("features.bin"));
        assertThat(joined.resolve("run.json")).hasSameBinaryContentAs(alone.resolve("run.json"));
        Path whole = whole();
        ByteBuffer kept = ByteBuffer.wrap(Files.readAllBytes(alone.resolve("features.bin")))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(kept.remaining()).isEqualTo(12 * TOTAL);
        for (int position = 0; position < TOTAL; position++) {
            byte[] rgb = PictureFiles.read(whole.resolve(String.format("%06d.png", position)))
                    .rgb();
            for (int i = 0; i < 3; i++) {
                assertThat(kept.getFloat()).isEqualTo(rgb[i]);
            }
        }
    }

    private static SampleRun streamed(int shard, int shards) {
        return run(42, false, new Streamed("abc", new FeatureLayout(3, 0, 0), null), shard, shards);
    }

    /** What goes on with a run is recorded beside what began it, whenever that changes, and so it is of shards. */
    @Test
    void allThatDrewPicturesIsRecorded() throws IOException {
        SampleRun other = run(FINGERPRINT, 42, true, null, "other kernels", 1, 2);
        Path one = temp.resolve("one");
        Path two = temp.resolve("two");
        sampleInPart(run(true, 1, 2), one, 1);
        Maker first = new Maker("test", "kernels");
        Maker second = new Maker("test", "other kernels");
        assertThat(sample(other, one).makers()).containsExactly(first, second);
        assertThat(sample(run(true, 1, 2), one).makers()).containsExactly(first, second);
        assertThat(sample(run(true, 2, 2), two).makers()).containsExactly(first);
        assertThat(two.resolve("makers.json")).doesNotExist();
        assertThat(SampleMerge.of(List.of(two, one))
                        .into(temp.resolve("merged"), SampleProgress.NONE)
                        .makers())
                .containsExactly(first, second);
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
