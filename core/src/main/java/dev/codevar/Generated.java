package dev.codevar;

import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Tokens;

/**
 * A picture that was made.
 *
 * @param item what was asked for
 * @param picture the picture
 * @param tokens the token ids of every scale
 */
public record Generated(Request.Item item, Picture picture, Tokens tokens) {}
