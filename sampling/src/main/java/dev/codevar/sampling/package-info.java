/**
 * Many pictures for scores, in a run that can be broken off at any moment, goes on where it was, and may be split over
 * machines: the bytes that come out are always the same. A {@link dev.codevar.sampling.run.SampleRun} comes into
 * {@link RunSampler} with the models and a folder; PNG files and one npz go out, or a network's features in the place of
 * pictures. {@link SampleMerge} makes of shards what one piece would have been.
 *
 * <p>A run is cut into blocks, and a {@link dev.codevar.files.journal journal} says which are finished. What a run is, before
 * anything is drawn, is in the room inside, {@code run}, which does not use this one.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.sampling;
