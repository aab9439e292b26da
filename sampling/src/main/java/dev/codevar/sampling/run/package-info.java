/**
 * What a run of many pictures is. Classes, a plan and how tokens are chosen, of a {@link Preset} or not, come into
 * {@link SampleRun}, with the {@link Maker} that draws; the {@link SampleOrder} of its pictures goes out, and its text to be
 * kept ({@link SampleRunJson}).
 *
 * <p>{@link RunContent} is what its pictures follow from, and {@link Streamed} what is kept in their place, if that is asked
 * for: numbers of a {@link FeatureLayout}.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.sampling.run;
