package dev.codevar.cluster.drive;

import dev.codevar.sampling.parts.PartManifest;

/**
 * What came of a run on a cluster.
 *
 * @param out where it is
 * @param manifest what it consists of
 * @param counters what was done for it
 * @param wasComplete whether there was nothing to do
 */
public record SampledParts(String out, PartManifest manifest, Counters counters, boolean wasComplete) {}
