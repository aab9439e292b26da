package dev.codevar.evaluation.score;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import java.nio.FloatBuffer;

/** How often a classifier sees in a picture the class that was asked for. */
public final class ClassAccuracy {
    private ClassAccuracy() {}

    /**
     * @param logits a row a picture, a column a class, at least one row
     * @param labels the class that was asked for, a picture
     * @return the share of rows, 0 to 1, whose largest column is the label's
     */
    public static double of(Features logits, int... labels) {
        if (labels.length != logits.count() || labels.length == 0) {
            throw new InvalidInputException(
                    labels.length + " labels do not fit " + logits.count() + " rows of logits, of which 1 is needed");
        }
        float[] row = new float[logits.dimensions()];
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            logits.read(i, FloatBuffer.wrap(row));
            right += largest(row) == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    /** The first of them, where several are largest. */
    private static int largest(float... row) {
        int largest = 0;
        for (int i = 1; i < row.length; i++) {
            largest = row[i] > row[largest] ? i : largest;
        }
        return largest;
    }
}
