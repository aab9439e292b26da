package dev.codevar.measure.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.warning.Made;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.sampling.Preset;
import dev.codevar.sampling.SampleRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep was begun with binds the plans that come later. */
class SweepFolderTest {
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
        folder.begin(List.of(first, run("d30:8,d16", Preset.PAPER, 50)));
        assertThat(folder.recorded()).contains(first);
        folder.begin(List.of(run("d30:6,d16", Preset.PAPER, 50)));
        assertThat(folder.recorded()).contains(first);
        assertThatThrownBy(() -> folder.begin(List.of(run("d16", Preset.VAR, 50))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sweep was begun with top-k 600, not 900: give the same options, or none");
        assertThatThrownBy(() -> folder.begin(List.of(run("d30", Preset.PAPER, 40))))
                .hasMessageContaining("per-class 50, not 40");
        assertThatThrownBy(
                        () -> folder.begin(List.of(run("d30", Preset.PAPER, 50).withBlock(4))))
                .hasMessageContaining("batch 8, not 4");
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
