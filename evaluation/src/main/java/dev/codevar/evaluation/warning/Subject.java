package dev.codevar.evaluation.warning;

import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was compared: one side of it.
 *
 * @param name what to call it: the file or folder as it was named
 * @param count how many pictures' features are known, 0 if only statistics are
 * @param width the pictures' width in pixels, 0 if only features are known
 * @param height the pictures' height in pixels, 0 if only features are known
 * @param storedStatistics whether Fréchet distances used statistics that came with it
 * @param run the run that drew the pictures, if that is known
 * @param makers what drew them beside the models, in the order in which they came; empty if that is not known
 */
public record Subject(
        String name,
        int count,
        int width,
        int height,
        boolean storedStatistics,
        @Nullable SampleRun run,
        List<Maker> makers) {
    public Subject {
        makers = List.copyOf(makers);
    }

    /** One whose pictures were drawn by what began their run, if there is one. */
    public Subject(String name, int count, int width, int height, boolean storedStatistics, @Nullable SampleRun run) {
        this(name, count, width, height, storedStatistics, run, run == null ? List.of() : List.of(run.maker()));
    }
}
