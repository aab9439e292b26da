/**
 * Runs that several machines draw at once, as far as they can be said without naming what distributes them: a {@link
 * dev.codevar.sampling.parts.PartsJob} says what to draw and in which {@link dev.codevar.sampling.parts.PartKind}; {@link
 * dev.codevar.sampling.parts.Part parts} come out, each a file of some of the run's blocks; the {@link
 * dev.codevar.sampling.parts.PartManifest} says which files count. {@link dev.codevar.sampling.parts.PartFolder} reads all of it. What a run took ({@link
 * dev.codevar.sampling.parts.RunTimes}) says how long others take ({@link dev.codevar.sampling.parts.FleetTime}).
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.sampling.parts;
