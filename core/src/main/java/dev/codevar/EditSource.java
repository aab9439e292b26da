package dev.codevar;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.vqvae.Pixels;

/**
 * A picture of which a part is kept: the rest is drawn anew, for the class asked for.
 *
 * @param picture of the model's size
 * @param mask of the picture's size; true where it is drawn anew
 */
public record EditSource(Picture picture, Mask mask) {

    /** Checks that both have this side, in pixels. */
    void requireFits(int side) {
        Pixels.requireSide(picture, side);
        if (mask.width() != side || mask.height() != side) {
            throw new InvalidInputException("the mask has " + mask.width() + "x" + mask.height()
                    + " pixels but the picture " + side + "x" + side);
        }
    }
}
