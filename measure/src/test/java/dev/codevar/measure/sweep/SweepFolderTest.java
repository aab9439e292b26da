package dev.codevar.measure.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.warning.Made;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.sampling.run.Preset;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep was begun with binds the plans that come later. */
class SweepFolderTest {
    private static final SweepOptions ASKED = new SweepOptions("3,4", null, "/data/real.npz", null, 5);

    @TempDir
    Path temp;

    private static SampleRun run(String plan, Preset preset, int perClass) {
        return Made.run(plan, preset, 10, perClass, 256, "float32", 42);
    }

    @Test
    void plansThatComeLaterAreDrawnAlike() {
        SweepFolder folder = new SweepFolder(temp.resolve("sweep"));
        assertThat(folder.recorded()).isEmpty();
        SampleRun first = run("d30", Preset.PAPER, 50);
        folder.begin(List.of(first, run("d30:8,d16", Preset.PAPER, 50)), ASKED);
        assertThat(folder.recorded()).contains(first);
        folder.begin(List.of(run("d30:6,d16", Preset.PAPER, 50)), ASKED);
        assertThat(folder.recorded()).contains(first);
        assertThatThrownBy(() -> folder.begin(List.of(run("d16", Preset.VAR, 50)), ASKED))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sweep was begun with top-k 600, not 900: give the same options, or none");
        assertThatThrownBy(() -> folder.begin(List.of(run("d30", Preset.PAPER, 40)), ASKED))
                .hasMessageContaining("per-class 50, not 40");
        assertThatThrownBy(() ->
                        folder.begin(List.of(run("d30", Preset.PAPER, 50).withBlock(4)), ASKED))
                .hasMessageContaining("batch 8, not 4");
    }

    /** Points are comparable by the same reference alone; which plans there are may change, and is remembered. */
    @Test
    void whatIsAskedIsKept() {
        SweepFolder folder = new SweepFolder(temp.resolve("sweep"));
        assertThat(folder.asked()).isEmpty();
        List<SampleRun> runs = List.of(run("d30", Preset.PAPER, 50));
        folder.begin(runs, ASKED);
        assertThat(folder.asked()).contains(ASKED);
        SweepOptions more = new SweepOptions("all", List.of("d16"), "/data/real.npz", "/cache", 5);
        folder.begin(runs, more);
        assertThat(folder.asked()).contains(more);
        refused(
                folder,
                new SweepOptions("all", null, "/data/other.npz", null, 5),
                "reference /data/real.npz, not /data/other.npz");
        refused(
                folder,
                new SweepOptions("all", null, null, null, 5),
                "reference /data/real.npz, not the model set's own");
        refused(folder, new SweepOptions("all", null, "/data/real.npz", null, 4), "repetitions 5, not 4");
        assertThat(folder.asked()).contains(more);
    }

    private static void refused(SweepFolder folder, SweepOptions asked, String difference) {
        assertThatThrownBy(() -> folder.begin(List.of(run("d30", Preset.PAPER, 50)), asked))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sweep was begun with " + difference + ": give the same options");
    }

    @Test
    void aFileThatSaysTooLittleIsNamed() throws IOException {
        Files.writeString(
                temp.resolve("asked.json"),
                "{\"draft_steps\": null, \"plans\": null, \"reference\": null, \"cache\": null, \"repetitions\": 5}");
        assertThatThrownBy(() -> new SweepFolder(temp).asked())
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining(temp.resolve("asked.json") + " is not understood: ");
    }

    /** Times of plans can be compared when as many pictures are drawn at once. */
    @Test
    void allPlansHaveTheBatchThatFitsEachOfThem() {
        SampleRun large = run("d30", Preset.PAPER, 50).withBlock(3);
        SampleRun small = run("d16", Preset.PAPER, 50).withBlock(64);
        assertThat(Sweep.alike(List.of(small, large)))
                .containsExactly(small.withBlock(3), large)
                .extracting(SampleRun::block)
                .containsExactly(3, 3);
    }
}
