package dev.codevar.serve.openai;

import dev.codevar.serve.draw.Upload;

/**
 * What a request may ask for.
 *
 * @param pictures how many, 1 or more
 * @param strictSize whether a size that a model does not make is refused
 * @param upload reads pictures that clients send
 */
public record OrderLimits(int pictures, boolean strictSize, Upload upload) {}
