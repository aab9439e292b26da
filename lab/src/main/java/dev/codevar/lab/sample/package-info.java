/**
 * Many pictures for scores, in a run that can be broken off at any moment, goes on where it was, and may be split over machines:
 * the bytes that come out are always the same.
 *
 * <p>A run is described once ({@link SampleRun}) and cut into blocks. A finished block's pixels are in one raw file, its number
 * and checksum in a journal; whatever the journal does not vouch for was never there.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.lab.sample;
