package dev.codevar.evaluation.score.matrix;

/** Rows of numbers, wherever they lie, of which neighbouring columns are features. */
public interface FeatureColumns extends AutoCloseable {
    /** {@return {@code width} columns from {@code first} on as features of their own, readable until this is closed} */
    Features columns(int first, int width);

    /** Ends reading. */
    @Override
    void close();
}
