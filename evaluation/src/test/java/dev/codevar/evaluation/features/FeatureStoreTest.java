package dev.codevar.evaluation.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.Corners;
import dev.codevar.evaluation.TestPictures;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.CodeVarException;
import dev.codevar.files.journal.Journal;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 150 pictures in blocks of 64, so that the last has 22. */
class FeatureStoreTest {
    private static final int TOTAL = 150;
    private static final int BLOCK = 64;
    private static final int ROW_BYTES = 11 * 4;
    private static final int LINE_BYTES = 20;
    private static final TestPictures PICTURES = TestPictures.random(TOTAL, 0, 1);

    @TempDir
    Path temp;

    private Path npz;
    private final List<String> notes = new ArrayList<>();

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @BeforeEach
    void writePictures() {
        npz = PICTURES.npz(temp.resolve("p.npz"));
    }

    private FeatureStore open(FeatureNetwork network, Path folder) {
        try (PictureSet set = PictureSet.open(npz)) {
            return FeatureStore.open(set, network, folder, new EvaluationProgress() {
                @Override
                public void note(String line) {
                    notes.add(line);
                }
            });
        }
    }

    /** {@return how many pictures the network was shown} */
    private int seen(Path folder) {
        Corners network = new Corners();
        open(network, folder).close();
        return network.seen();
    }

    private byte[] features(Path folder) throws IOException {
        return Files.readAllBytes(folder.resolve("features.bin"));
    }

    /** {@return a folder that was broken off after so many blocks} */
    private Path broken(String name, int blocks) {
        Path folder = temp.resolve(name);
        assertThatThrownBy(() -> open(new Corners("c0ffee", blocks * BLOCK), folder))
                .hasMessage("killed");
        return folder;
    }

    @Test
    void columnsAreWhatTheNetworkSees() {
        Path folder = temp.resolve("new");
        try (FeatureStore store = open(new Corners(), folder)) {
            assertThat(store.computed()).isEqualTo(TOTAL);
            assertSame(store.pool(), PICTURES.pool());
            assertSame(store.spatial(), PICTURES.spatial());
            assertSame(store.logits(), PICTURES.logits());
            assertSame(store.pool().select(149, 3), PICTURES.pool().select(149, 3));
        }
        assertThat(notes).isEmpty();
    }

    private static void assertSame(@Nullable Features got, Features expected) {
        Objects.requireNonNull(got);
        assertThat(got.count()).isEqualTo(expected.count());
        assertThat(numbers(got)).containsExactly(numbers(expected), Offset.offset(1e-4f));
    }

    private static float[] numbers(Features features) {
        float[] numbers = new float[features.count() * features.dimensions()];
        features.read(0, FloatBuffer.wrap(numbers));
        return numbers;
    }

    @Test
    void whatIsFinishedIsUsedAgain() throws IOException {
        Path folder = temp.resolve("finished");
        assertThat(seen(folder)).isEqualTo(TOTAL);
        assertThat(seen(folder)).isZero();
        // Nothing is written: somebody else may be at work there, or nobody be allowed to.
        try (Journal held = Journal.open(folder.resolve("done"));
                FeatureStore store = open(new Corners(), folder)) {
            assertThat(store.computed()).isZero();
        }
    }

    @Test
    void whatWasBrokenOffGoesOnAndEndsTheSame() throws IOException {
        Path whole = temp.resolve("whole");
        assertThat(seen(whole)).isEqualTo(TOTAL);
        for (int blocks = 0; blocks < 3; blocks++) {
            Path folder = broken("broken" + blocks, blocks);
            assertThat(Files.size(folder.resolve("done"))).isEqualTo((long) blocks * LINE_BYTES);
            assertThat(seen(folder)).isEqualTo(TOTAL - blocks * BLOCK);
            assertThat(features(folder)).isEqualTo(features(whole));
            assertThat(folder.resolve("done")).hasSameBinaryContentAs(whole.resolve("done"));
        }
    }

    @Test
    void whatTheJournalDoesNotVouchForIsComputedAgain() throws IOException {
        Path whole = temp.resolve("whole");
        assertThat(seen(whole)).isEqualTo(TOTAL);
        byte[] features = features(whole);
        for (int length : new int[] {0, 1, 19, 20, 21, 39, 40, 59}) {
            cut(whole.resolve("done"), length);
            assertThat(seen(whole)).isEqualTo(TOTAL - length / LINE_BYTES * BLOCK);
            assertThat(features(whole)).isEqualTo(features);
        }
        int blockBytes = BLOCK * ROW_BYTES;
        for (int length : new int[] {0, 1, blockBytes - 1, blockBytes, 2 * blockBytes + 5, TOTAL * ROW_BYTES - 1}) {
            cut(whole.resolve("features.bin"), length);
            assertThat(seen(whole)).isEqualTo(TOTAL - length / blockBytes * BLOCK);
            assertThat(features(whole)).isEqualTo(features);
        }
        Files.delete(whole.resolve("features.bin"));
        assertThat(seen(whole)).isEqualTo(TOTAL);
        Files.delete(whole.resolve("done"));
        assertThat(seen(whole)).isEqualTo(TOTAL);
        assertThat(features(whole)).isEqualTo(features);
        assertThat(notes).isEmpty();
    }

    @Test
    void fromADamagedBlockOnAllIsComputedAgain() throws IOException {
        Path whole = temp.resolve("whole");
        assertThat(seen(whole)).isEqualTo(TOTAL);
        byte[] features = features(whole);
        for (int block = 0; block < 3; block++) {
            try (RandomAccessFile file =
                    new RandomAccessFile(whole.resolve("features.bin").toFile(), "rw")) {
                file.seek((long) block * BLOCK * ROW_BYTES + 100);
                file.write(features[block * BLOCK * ROW_BYTES + 100] ^ 1);
            }
            assertThat(seen(whole)).isEqualTo(TOTAL - block * BLOCK);
            assertThat(features(whole)).isEqualTo(features);
        }
        // Bytes behind the end are nobody's.
        Files.write(whole.resolve("features.bin"), new byte[777], StandardOpenOption.APPEND);
        assertThat(seen(whole)).isZero();
        assertThat(features(whole)).isEqualTo(features);
    }

    /** What cannot be read now may be whole: a link to itself stands for a disk that fails. */
    @Test
    void whatCannotBeReadIsNotComputedAgain() throws IOException {
        Path whole = temp.resolve("whole");
        assertThat(seen(whole)).isEqualTo(TOTAL);
        for (String name : List.of("about.json", "done", "features.bin")) {
            Path file = whole.resolve(name);
            Path kept = Files.move(file, temp.resolve("kept"));
            Files.createSymbolicLink(file, file);
            assertThatThrownBy(() -> seen(whole))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("cannot read " + file);
            Files.delete(file);
            Files.move(kept, file);
            assertThat(seen(whole)).as(name).isZero();
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void featuresOfOtherPicturesAreComputedAnewWithANote() throws IOException {
        Path folder = temp.resolve("features");
        assertThat(seen(folder)).isEqualTo(TOTAL);
        byte[] before = features(folder);
        TestPictures.random(TOTAL, 0, 2).npz(npz);
        assertThat(seen(folder)).isEqualTo(TOTAL);
        assertThat(notes).singleElement().asString().contains(npz.toString(), folder.toString(), "computed anew");
        assertThat(features(folder)).isNotEqualTo(before);
        Files.writeString(folder.resolve("about.json"), "{}");
        assertThat(seen(folder)).isEqualTo(TOTAL);
        assertThat(notes).hasSize(2);
        assertThat(seen(folder)).isZero();
    }

    @Test
    void everyNetworkHasAPlaceOfItsOwn() {
        FeaturePlaces beside = new FeaturePlaces(null);
        assertThat(beside.of(npz, new Corners()))
                .isEqualTo(temp.resolve("p.npz.features").resolve("c0ffee0000000000"));
        assertThat(beside.of(npz, new Corners("dec0de", 0)))
                .isEqualTo(temp.resolve("p.npz.features").resolve("dec0de0000000000"));
        FeaturePlaces cache = new FeaturePlaces(temp.resolve("cache"));
        Path one = cache.of(npz, new Corners());
        assertThat(String.valueOf(one.getParent()))
                .startsWith(temp.resolve("cache").resolve("p.npz-").toString());
        assertThat(cache.of(temp.resolve("other/p.npz"), new Corners())).isNotEqualTo(one);
    }

    @Test
    void whereNothingCanBeWrittenTheOptionIsNamed() throws IOException {
        Path inTheWay = Files.writeString(temp.resolve("p.npz.features"), "a file");
        assertThatThrownBy(() -> open(new Corners(), inTheWay.resolve("c0ffee0000000000")))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("features cannot be kept: cannot make folder " + inTheWay)
                .hasMessageContaining("--cache");
        try (PictureSet set = PictureSet.open(npz)) {
            assertThatThrownBy(() ->
                            work(set, inTheWay.resolve("c0ffee0000000000")).requireWritable())
                    .isInstanceOf(CodeVarException.class)
                    .hasMessage("features cannot be kept: cannot write into folder "
                            + inTheWay.resolve("c0ffee0000000000") + ": it leads through " + inTheWay
                            + ", which is no folder; --cache names another folder for them");
            Path free = temp.resolve("new").resolve("one");
            work(set, free).requireWritable();
            assertThat(temp.resolve("new")).as("looking writes nothing").doesNotExist();
        }
    }

    private static FeatureWork work(PictureSet set, Path folder) {
        return new FeatureWork(set, new Corners(), folder, EvaluationProgress.NONE);
    }

    @Test
    void unfinishedWorkIsOneProcesss() {
        Path folder = broken("held", 1);
        try (Journal held = Journal.open(folder.resolve("done"))) {
            assertThatThrownBy(() -> open(new Corners(), folder))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("another process is at work on " + folder);
        }
    }

    @Test
    void aBrokenPictureEndsTheWorkAndLosesNoBlock() throws IOException {
        byte[] bytes = Files.readAllBytes(npz);
        byte[] damaged = bytes.clone();
        damaged[300] ^= 1;
        Files.write(npz, damaged);
        Path folder = temp.resolve("features");
        assertThatThrownBy(() -> open(new Corners(), folder))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("checksum");
        assertThat(Files.size(folder.resolve("done"))).isEqualTo(2 * LINE_BYTES);
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(length);
        }
    }
}
