package dev.codevar.measure.precision;

/**
 * How logits and tokens differ between a precision and float32. Where nothing else is said, both saw the same history: the
 * tokens that float32 drew.
 *
 * @param tokens how many tokens were compared
 * @param meanLogitDifference the mean size of the logits' difference
 * @param maxLogitDifference the largest
 * @param logitDeviation what a difference is to be measured by: the standard deviation of a token's float32 logits over the
 *     codes, as a root mean square over tokens
 * @param totalVariation the mean over tokens of half the sum of the probabilities' differences, after filter and temperature:
 *     the least share of tokens that any way of drawing turns
 * @param klDivergence the mean over tokens of the Kullback-Leibler divergence of float32's probabilities, after filter and temperature, to
 *     the other precision's of the same codes, in nats: codes that only one of the filters keeps are counted by the total variation alone
 * @param sameLikeliest the share of tokens whose likeliest code is the same
 * @param sameToken the share of tokens that the same chance draws
 * @param sameTokenAlone the share of tokens that the same chance draws where each precision goes on from its own tokens
 */
public record TokenDifference(
        long tokens,
        double meanLogitDifference,
        double maxLogitDifference,
        double logitDeviation,
        double totalVariation,
        double klDivergence,
        double sameLikeliest,
        double sameToken,
        double sameTokenAlone) {}
