package dev.codevar.evaluation;

import java.util.List;

/**
 * What to find out beside the scores.
 *
 * @param classDistances the Fréchet distance of every class
 * @param grids some pictures to look at
 * @param classes the names of the model set's classes, by number, which folders of pictures may have; empty where nobody knows
 */
public record Wanted(boolean classDistances, boolean grids, List<String> classes) {
    /** The scores alone. */
    public static final Wanted SCORES = new Wanted(false, false, List.of());

    public Wanted {
        classes = List.copyOf(classes);
    }
}
