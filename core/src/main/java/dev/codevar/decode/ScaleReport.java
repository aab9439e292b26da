package dev.codevar.decode;

/**
 * A scale that is done.
 *
 * @param scale which one, from 0
 * @param scales K, how many there are
 * @param segment which segment of the plan made it, from 0
 * @param tokensFed tokens of a picture that went through the model for it
 * @param tokensPredicted tokens of a picture that the head was run on: those of this scale
 * @param cacheBytes bytes of keys and values held while it was made
 */
public record ScaleReport(int scale, int scales, int segment, int tokensFed, int tokensPredicted, long cacheBytes) {}
