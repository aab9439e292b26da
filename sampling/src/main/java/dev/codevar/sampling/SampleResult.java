package dev.codevar.sampling;

import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run, or of a shard of it.
 *
 * @param run the run
 * @param folder where it is
 * @param npz the array file; empty for a shard
 * @param pictures how many pictures there are now
 * @param drawn how many of them this process drew
 * @param restored of how many others a file was not there or not whole, and was made again of what was left of them
 * @param secondsDrawing how long that took
 * @param wasComplete whether there was nothing to do
 * @param makers all that drew pictures of it, in the order in which they came
 */
public record SampleResult(
        SampleRun run,
        Path folder,
        Optional<Path> npz,
        int pictures,
        int drawn,
        int restored,
        double secondsDrawing,
        boolean wasComplete,
        List<Maker> makers) {}
