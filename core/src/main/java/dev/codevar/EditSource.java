package dev.codevar;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.KeptPixels;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.vqvae.Pixels;
import java.util.OptionalInt;

/**
 * A picture of which a part is kept: the rest is drawn anew, for the class asked for.
 *
 * @param picture of the model's size
 * @param mask of the picture's size; true where it is drawn anew
 * @param softEdge over how many pixels, inside of what is drawn anew, the picture fades into what was drawn, 0 to
 *     {@value #LARGEST_SOFT_EDGE}; every kept pixel is as it was. Empty for what was drawn as a whole: the published behaviour, by
 *     which kept pixels are only nearly what they were
 */
public record EditSource(Picture picture, Mask mask, OptionalInt softEdge) {

    /** In pixels. */
    public static final int LARGEST_SOFT_EDGE = 64;

    private static final int SIDE_PER_SOFT_PIXEL = 64;

    public EditSource {
        if (softEdge.isPresent() && (softEdge.getAsInt() < 0 || softEdge.getAsInt() > LARGEST_SOFT_EDGE)) {
            throw new InvalidInputException(
                    "soft edge " + softEdge.getAsInt() + " is not between 0 and " + LARGEST_SOFT_EDGE);
        }
    }

    /**
     * Keeps every pixel that the mask keeps, with an edge as soft as suits the size: a pixel for every 64 of a side, and at least one.
     *
     * @param picture of the model's size
     * @param mask of the picture's size; true where it is drawn anew
     */
    public EditSource(Picture picture, Mask mask) {
        this(
                picture,
                mask,
                OptionalInt.of(Math.min(LARGEST_SOFT_EDGE, Math.max(1, picture.width() / SIDE_PER_SOFT_PIXEL))));
    }

    /**
     * {@return the same with another edge}
     *
     * @param pixels 0 for a hard one, to {@value #LARGEST_SOFT_EDGE}
     */
    public EditSource withSoftEdge(int pixels) {
        return new EditSource(picture, mask, OptionalInt.of(pixels));
    }

    /** {@return the same with nothing laid over what was drawn: as published, for scores} */
    public EditSource asDrawn() {
        return new EditSource(picture, mask, OptionalInt.empty());
    }

    /** {@return what is handed out of what was drawn} */
    Picture finished(Picture drawn) {
        return softEdge.isPresent() ? KeptPixels.over(drawn, picture, mask, softEdge.getAsInt()) : drawn;
    }

    /** Checks that both have this side, in pixels. */
    void requireFits(int side) {
        Pixels.requireSide(picture, side);
        if (mask.width() != side || mask.height() != side) {
            throw new InvalidInputException("the mask has " + mask.width() + "x" + mask.height()
                    + " pixels but the picture " + side + "x" + side);
        }
    }
}
