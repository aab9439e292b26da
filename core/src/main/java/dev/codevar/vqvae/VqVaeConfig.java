package dev.codevar.vqvae;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.pyramid.Pyramid;
import java.util.List;

/**
 * The shape of a VQ-VAE.
 *
 * @param codes V, the number of codes in the book, 2 to 1,000,000
 * @param channels E, the channels of a code
 * @param width channels of the first level of the autoencoder, a multiple of 32
 * @param multipliers width of each level as a multiple of the first; each level but the last halves the picture
 * @param residualBlocks residual blocks of an encoder level (the decoder has one more)
 * @param attentionLowest whether attention follows each block of the lowest level
 * @param attentionMiddle whether there is attention between the two middle blocks
 * @param sharedResiduals how many φ layers the scales share, at least 1
 * @param pyramid the scales
 */
public record VqVaeConfig(
        int codes,
        int channels,
        int width,
        List<Integer> multipliers,
        int residualBlocks,
        boolean attentionLowest,
        boolean attentionMiddle,
        int sharedResiduals,
        Pyramid pyramid) {

    /** {@return the published VQ-VAE, at the scales of {@code pyramid}} */
    public static VqVaeConfig published(Pyramid pyramid) {
        return new VqVaeConfig(4096, 32, 160, List.of(1, 1, 2, 2, 4), 2, true, true, 4, pyramid);
    }

    public VqVaeConfig {
        multipliers = List.copyOf(multipliers);
        require("codes", codes, 2, 1_000_000);
        require("channels", channels, 1, 1024);
        require("width", width, 32, 4096);
        require("number of levels", multipliers.size(), 1, 10);
        for (int multiplier : multipliers) {
            require("multiplier", multiplier, 1, 64);
        }
        require("residual blocks", residualBlocks, 1, 16);
        require("shared residual layers", sharedResiduals, 1, 64);
        if (width % 32 != 0) {
            throw new InvalidInputException("VQ-VAE width " + width + " is not a multiple of 32");
        }
    }

    /** {@return pixels of a picture along each side for one token of the finest map: 16 in the published one} */
    public int downsampling() {
        return 1 << (multipliers.size() - 1);
    }

    /** {@return the side of a picture, in pixels} */
    public int pictureSide() {
        return pyramid.finestSide() * downsampling();
    }

    /** {@return how many pixels a picture has} */
    public long picturePixels() {
        return (long) pictureSide() * pictureSide();
    }

    /** {@return channels of level {@code level}, counted from the finest} */
    public int width(int level) {
        return width * multipliers.get(level);
    }

    /** {@return channels of the lowest level} */
    public int lowestWidth() {
        return width(multipliers.size() - 1);
    }

    /** Fails unless pictures of {@code side} pixels a side are what it takes. */
    public void requireSide(int side) {
        if (side != pictureSide()) {
            throw new InvalidInputException(
                    "the pictures have " + side + " pixels a side, but the VQ-VAE takes " + pictureSide());
        }
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException(
                    "VQ-VAE " + what + " " + value + " is not between " + least + " and " + most);
        }
    }
}
