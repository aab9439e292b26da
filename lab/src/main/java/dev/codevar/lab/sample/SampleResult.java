package dev.codevar.lab.sample;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What came of a run, or of a shard of it.
 *
 * @param run the run
 * @param folder where it is
 * @param npz the array file; empty for a shard
 * @param pictures how many pictures there are now
 * @param drawn how many of them this process drew
 * @param secondsDrawing how long that took
 * @param wasComplete whether there was nothing to do
 */
public record SampleResult(
        SampleRun run,
        Path folder,
        Optional<Path> npz,
        int pictures,
        int drawn,
        double secondsDrawing,
        boolean wasComplete) {}
