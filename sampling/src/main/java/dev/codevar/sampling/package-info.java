/**
 * Many pictures for scores, in a run that can be broken off at any moment, goes on where it was, and may be split over machines:
 * the bytes that come out are always the same.
 *
 * <p>A run is described once ({@link SampleRun}) and cut into blocks. A {@link dev.codevar.files.journal journal} says
 * which are finished.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.sampling;
