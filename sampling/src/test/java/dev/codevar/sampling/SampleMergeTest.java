package dev.codevar.sampling;

import static dev.codevar.sampling.TestRuns.CODE;
import static dev.codevar.sampling.TestRuns.FINGERPRINT;
import static dev.codevar.sampling.TestRuns.OTHER_WEIGHTS;
import static dev.codevar.sampling.TestRuns.TEXT;
import static dev.codevar.sampling.TestRuns.TOTAL;
import static dev.codevar.sampling.TestRuns.assertSame;
import static dev.codevar.sampling.TestRuns.cut;
import static dev.codevar.sampling.TestRuns.flipByte;
import static dev.codevar.sampling.TestRuns.run;
import static dev.codevar.sampling.TestRuns.sample;
import static dev.codevar.sampling.TestRuns.sampleInPart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.run.FeatureLayout;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.Streamed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are drawn in shards, and what is kept of them. */
class SampleMergeTest {
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
}
