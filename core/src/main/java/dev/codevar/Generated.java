package dev.codevar;

import dev.codevar.picture.Picture;
import java.util.List;

/**
 * A picture that was made.
 *
 * @param item what was asked for
 * @param picture the picture
 * @param tokens per scale the token ids, row by row of the scale's map
 */
public record Generated(Request.Item item, Picture picture, List<List<Integer>> tokens) {}
