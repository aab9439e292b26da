package dev.codevar.picture;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;

/**
 * Lays what was kept of a picture over what was drawn: a drawn picture went through the VQ-VAE as a whole, which changes every pixel.
 */
public final class KeptPixels {
    private KeptPixels() {}

    /**
     * {@return the drawn picture with every kept pixel as it was}
     *
     * @param drawn what was drawn
     * @param original of the same size
     * @param mask of the same size
     * @param softEdge over how many pixels, inside of what is regenerated, the original fades into the drawn picture; 0 or more. At
     *     {@code d} pixels from the nearest kept one, diagonals counting as one, d of softEdge + 1 parts are drawn
     * @throws InvalidInputException when sizes differ or the edge is negative
     */
    public static Picture over(Picture drawn, Picture original, Mask mask, int softEdge) {
        int width = drawn.width();
        int height = drawn.height();
        if (original.width() != width
                || original.height() != height
                || mask.width() != width
                || mask.height() != height
                || softEdge < 0) {
            throw new InvalidInputException("cannot lay " + original + " over " + drawn + " by " + mask
                    + ", with a soft edge of " + softEdge + ": sizes must be the same, and the edge >= 0");
        }
        int parts = softEdge + 1;
        int[] distance = distances(mask, parts);
        byte[] rgb = drawn.rgb();
        byte[] kept = original.rgb();
        for (int i = 0; i < rgb.length; i++) {
            int ofDrawn = distance[i / Picture.CHANNELS];
            int sum = ofDrawn * (rgb[i] & 0xff) + (parts - ofDrawn) * (kept[i] & 0xff);
            rgb[i] = (byte) ((2 * sum + parts) / (2 * parts));
        }
        return Picture.owning(width, height, rgb);
    }

    /** From every pixel to the nearest kept one, and {@code most} where that is farther: there and back over all rows. */
    private static int[] distances(Mask mask, int most) {
        int width = mask.width();
        int[] distance = new int[width * mask.height()];
        Arrays.setAll(distance, i -> mask.regenerate(i % width, i / width) ? most : 0);
        for (int i = 0; i < distance.length; i++) {
            nearer(distance, width, i, -1);
        }
        for (int i = distance.length - 1; i >= 0; i--) {
            nearer(distance, width, i, 1);
        }
        return distance;
    }

    /** By the neighbour beside, and the three of the row before or after. */
    private static void nearer(int[] distance, int width, int i, int step) {
        int x = i % width;
        int beside = x + step;
        if (beside >= 0 && beside < width) {
            distance[i] = Math.min(distance[i], distance[i + step] + 1);
        }
        int row = i / width + step;
        if (row >= 0 && row < distance.length / width) {
            for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                distance[i] = Math.min(distance[i], distance[row * width + column] + 1);
            }
        }
    }
}
