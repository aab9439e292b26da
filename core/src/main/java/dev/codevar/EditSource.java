package dev.codevar;

import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;

/**
 * A picture of which a part is kept: the rest is drawn anew, for the class asked for.
 *
 * @param picture of the model's size
 * @param mask of the picture's size; true where it is drawn anew
 */
public record EditSource(Picture picture, Mask mask) {}
