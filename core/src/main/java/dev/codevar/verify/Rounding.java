package dev.codevar.verify;

import dev.codevar.model.VarConfig;
import dev.codevar.tensor.Precision;
import dev.codevar.vqvae.VqVaeConfig;

/**
 * How far numbers that a network computed in 16 or 8 bits may lie from the same in float32.
 *
 * <p>bfloat16 has 8 bits of significand, so one rounding changes a number by at most u = 2⁻⁸ of itself, and by 0.43·u in the mean
 * square; float16 has 11. The n roundings on the way through a network are independent, so their squares add up; each is counted
 * as if it were as large as it can be, and as if it changed the whole result rather than the share that its layer adds. A norm
 * before every layer keeps errors from growing on the way. So of results with a standard deviation σ
 *
 * <ul>
 *   <li>the error's root mean square over one position's logits, or over one picture, is at most u·√n·σ;
 *   <li>none of N errors is larger than 2·√(2·ln N) times that: √(2·ln N) as the largest of N normal numbers, doubled because some
 *       places of a network are more sensitive than others.
 * </ul>
 *
 * <p>A wrong head, a wrong row or a wrong place are errors of the size of σ or of what one head adds, several times as large:
 * {@code RoundedGoldenTest} swaps heads in every block of the golden cases. Neither bound can be told from a wrong head where there
 * are so many roundings that u·√n is more than what a head adds: the golden cases are shallow for that.
 *
 * <p>In 8 bits n counts what the blocks' products round: rows and weights, two for each. A number is wrong by up to half a step of
 * 1/127 of the largest of its row or channel, in the mean square by 1/√12 of a step. Where the largest is 9 times the root mean square
 * of the row that is u = 1/50 of it. In 7 bits, where weights must be, it is so where the largest is 4.5 times as much. Keys and values
 * are rounded to bfloat16, which adds nothing beside that.
 *
 * @param roundings n, at least 1
 * @param unit u
 */
record Rounding(int roundings, double unit) {
    private static final double UNIT_OF_EIGHT_BITS = 0.02;
    private static final double SENSITIVE = 2;

    /** Of words and embedding weights, and of the result. */
    private static final int EMBEDDING = 3;
    /** The classes' SiLU, the layer's weights and its result. */
    private static final int ADAPTIVE = 3;
    /** What a norm gives, the weights, and the product. */
    private static final int LAYER = 3;
    /** Keys, values, and what attention gives; queries, scores and weights of values at most. */
    private static final int ATTENTION = 6;
    /** Adaptive parameters, qkv, attention, its projection's weights and result, fc1 with GELU, fc2's weights and result. */
    private static final int BLOCK = ADAPTIVE + LAYER + ATTENTION + 2 + (LAYER + 1) + 2;

    private static final int HEAD = ADAPTIVE + LAYER;

    /** Adaptive parameters, qkv, projection, fc1 and fc2: rows and weights. */
    private static final int BLOCK_IN_EIGHT_BITS = 2 * 5;

    /** A norm with SiLU, a convolution's weights and result, twice, and the sum; a shortcut's weights and result. */
    private static final int RESIDUAL_BLOCK = 2 * (1 + LAYER) + 1 + 2;
    /** A norm, qkv, attention, the projection, and the sum. */
    private static final int SPATIAL_ATTENTION = LAYER + ATTENTION + 2 + 1;
    /** A convolution's weights and result. */
    private static final int CONVOLUTION = 2;

    /** {@return from a transformer's input to its logits, in a precision that is not float32} */
    static Rounding ofTransformer(VarConfig config, Precision precision) {
        return precision == Precision.INT8
                ? new Rounding(config.depth() * BLOCK_IN_EIGHT_BITS, UNIT_OF_EIGHT_BITS)
                : new Rounding(EMBEDDING + config.depth() * BLOCK + HEAD, precision.rounding());
    }

    /** {@return from a latent to its picture} */
    static Rounding ofDecoder(VqVaeConfig config, Precision precision) {
        int levels = config.multipliers().size();
        int residualBlocks = 2 + levels * (config.residualBlocks() + 1);
        int attentions =
                (config.attentionMiddle() ? 1 : 0) + (config.attentionLowest() ? config.residualBlocks() + 1 : 0);
        // Codes to the decoder's width, one between two levels, and to the picture behind a norm.
        int convolutions = 2 + (levels - 1) + 1;
        return new Rounding(
                residualBlocks * RESIDUAL_BLOCK + attentions * SPATIAL_ATTENTION + convolutions * CONVOLUTION + 2,
                precision.rounding());
    }

    /** {@return the most that an error's root mean square may be} */
    double rootMeanSquare(double deviation) {
        return unit * Math.sqrt(roundings) * deviation;
    }

    /** {@return the most that the largest of {@code values} errors may be} */
    double largest(double deviation, long values) {
        return SENSITIVE * largestOfNormal(values) * rootMeanSquare(deviation);
    }

    private static double largestOfNormal(long values) {
        return Math.sqrt(2 * Math.log((double) Math.max(2, values)));
    }
}
