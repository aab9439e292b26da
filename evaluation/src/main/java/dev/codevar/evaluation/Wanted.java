package dev.codevar.evaluation;

/**
 * What to find out beside the scores.
 *
 * @param classes the Fréchet distance of every class
 * @param grids some pictures to look at
 */
public record Wanted(boolean classes, boolean grids) {
    /** The scores alone. */
    public static final Wanted SCORES = new Wanted(false, false);
}
