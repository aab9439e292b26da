package dev.codevar.picture.tiff;

import dev.codevar.picture.format.Blend;
import dev.codevar.picture.format.FileBytes;

/** Makes red, green and blue of a TIFF's numbers. Profiles are not applied. */
final class TiffColours {
    private static final int PALETTE = 320;
    private static final int INK_SET = 332;
    private static final int CHANNELS = 3;
    private static final int FULL = 255;

    private final TiffSamples samples;
    /** Reds, then greens, then blues. */
    private final byte[] palette;

    TiffColours(FileBytes in, TiffFields fields, TiffSamples samples) {
        this.samples = samples;
        if (samples.kind() == TiffSamples.Kind.INKS && fields.get(INK_SET, 1) != 1) {
            throw in.broken("a TIFF of unsupported colours (other inks than cyan, magenta, yellow and black)");
        }
        palette = new byte[samples.kind() == TiffSamples.Kind.PALETTE ? CHANNELS << samples.bits() : 0];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = (byte) (fields.at(PALETTE, i) >> 8);
        }
    }

    /**
     * {@return red, green and blue}
     *
     * @param numbers those that are kept of each pixel
     */
    byte[] rgb(byte[] numbers) {
        int kept = samples.kept();
        byte[] rgb = new byte[numbers.length / kept * CHANNELS];
        for (int from = 0, to = 0; to < rgb.length; from += kept, to += CHANNELS) {
            int alpha = samples.transparent() ? numbers[from + kept - 1] & 0xff : FULL;
            for (int channel = 0; channel < CHANNELS; channel++) {
                int value = colour(numbers, from, channel) & 0xff;
                rgb[to + channel] = samples.multiplied()
                        ? (byte) Math.min(FULL, value + FULL - alpha)
                        : Blend.onWhite(value, alpha);
            }
        }
        return rgb;
    }

    private byte colour(byte[] numbers, int from, int channel) {
        return switch (samples.kind()) {
            case WHITE_IS_ZERO -> (byte) ~numbers[from];
            case GREY -> numbers[from];
            case RGB -> numbers[from + channel];
            case PALETTE -> palette[(channel << samples.bits()) + (numbers[from] & 0xff)];
            case INKS -> Blend.light(numbers[from + channel] & 0xff, FULL - (numbers[from + 3] & 0xff));
        };
    }
}
