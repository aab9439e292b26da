package dev.codevar.measure.speed.ceiling;

import dev.codevar.fault.InvalidInputException;

/**
 * The pictures that are drawn together.
 *
 * @param pictures B, how many, at least 1
 * @param labels how many different classes they have, 1 to B
 * @param guided whether there is a row of "no class" for each picture beside its own
 */
public record Load(int pictures, int labels, boolean guided) {

    public Load {
        Checks.atLeast("batch", pictures, 1);
        if (labels < 1 || labels > pictures) {
            throw new InvalidInputException(
                    "a batch of " + pictures + " has 1 to " + pictures + " classes, not " + labels);
        }
    }

    /** {@return R, the rows computed together} */
    public int rows() {
        return guided ? 2 * pictures : pictures;
    }

    /** {@return how many different classes the rows have, "no class" included} */
    public int distinctClasses() {
        return guided ? labels + 1 : labels;
    }
}
