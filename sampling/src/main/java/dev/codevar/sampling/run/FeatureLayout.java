package dev.codevar.sampling.run;

/**
 * What a network says about a picture, side by side in this order.
 *
 * @param pool numbers of the whole picture, which most scores come from
 * @param spatial numbers place by place, 0 if the network gives none
 * @param logits one number a class, 0 if the network gives none
 */
public record FeatureLayout(int pool, int spatial, int logits) {
    /** {@return all numbers of a picture} */
    public int numbers() {
        return pool + spatial + logits;
    }
}
