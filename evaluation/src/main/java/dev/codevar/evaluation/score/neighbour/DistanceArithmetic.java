package dev.codevar.evaluation.score.neighbour;

/** In what numbers the squared distances of features are computed, which decides who is whose neighbour. */
public enum DistanceArithmetic {
    /**
     * Near the published evaluator on a GPU: features, norms, products and sums each rounded to float16, where ties are common; a
     * block that float16 cannot hold is computed again in float32. To the last bit that evaluator is not repeatable, since it adds
     * up norms in float16 in an order of the GPU's; here they are added in float32.
     */
    FLOAT16_COMPATIBLE,

    /** All in float32: precision and recall come out lower by thousandths than what is published. */
    FLOAT32,

    /** In float64, the result rounded to float32. */
    FLOAT64
}
