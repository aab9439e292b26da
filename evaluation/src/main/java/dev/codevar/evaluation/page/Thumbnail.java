package dev.codevar.evaluation.page;

import dev.codevar.picture.Picture;

/** A picture no larger than a page has room for, so that a page of many stays small. */
final class Thumbnail {
    private static final int LARGEST = 128;
    private static final int CHANNELS = 3;

    private Thumbnail() {}

    /** {@return the picture, each pixel the mean of a square of the original; itself if it is small} */
    static Picture of(Picture picture) {
        int factor = (Math.max(picture.width(), picture.height()) + LARGEST - 1) / LARGEST;
        int width = picture.width() / factor;
        int height = picture.height() / factor;
        if (factor == 1 || width == 0 || height == 0) {
            return picture;
        }
        byte[] rgb = picture.rgb();
        byte[] small = new byte[width * height * CHANNELS];
        for (int i = 0; i < small.length; i++) {
            int x = i / CHANNELS % width;
            int y = i / CHANNELS / width;
            int first = (y * factor * picture.width() + x * factor) * CHANNELS + i % CHANNELS;
            small[i] = mean(rgb, first, picture.width() * CHANNELS, factor);
        }
        return new Picture(width, height, small);
    }

    private static byte mean(byte[] rgb, int first, int rowBytes, int side) {
        int sum = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                sum += rgb[first + y * rowBytes + x * CHANNELS] & 0xff;
            }
        }
        int pixels = side * side;
        return (byte) ((sum + pixels / 2) / pixels);
    }
}
