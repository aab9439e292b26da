package dev.codevar.measure.precision;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A line of results; in JSON all its numbers stand side by side.
 *
 * @param scale which one, from 0
 * @param side the side of its token map
 * @param model who makes it, by role
 * @param difference how it differs
 */
public record ScaleDifference(
        int scale, int side, String model, @JsonUnwrapped TokenDifference difference) {}
