package dev.codevar.measure.precision;

import org.jspecify.annotations.Nullable;

/**
 * How pictures differ between a precision and float32. Distances are Fréchet distances of pixels' features (see
 * {@link PixelFeatures}), not of Inception's.
 *
 * @param equal the share of pictures that are equal to the byte, drawn from the same seeds
 * @param psnr the peak signal-to-noise ratio of these pictures in decibels, or null if all are equal
 * @param psnrSameTokens the same where both VQ-VAEs decode the float32 run's tokens
 * @param distanceSameSeeds the precision's pictures to float32's, of the same seeds
 * @param distanceOtherSeeds the precision's pictures to float32's of as many other seeds
 * @param distanceExact float32's pictures to float32's of those other seeds: what chance alone does
 */
public record PictureDifference(
        double equal,
        @Nullable Double psnr,
        @Nullable Double psnrSameTokens,
        double distanceSameSeeds,
        double distanceOtherSeeds,
        double distanceExact) {}
