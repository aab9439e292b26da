package dev.codevar.verify;

/**
 * One tensor compared.
 *
 * @param name the tensor's name in the golden data
 * @param values how many values it has
 * @param differing how many ids differ, or how many numbers lie outside the tolerance
 * @param largestDifference the largest absolute difference of numbers; 0 for ids, but in bfloat16 by how much the likeliest token
 *     leads a published likeliest one at most, in standard deviations of the logits
 * @param tolerance what is allowed; 0 for ids and for what is only reported
 * @param holds whether it holds
 * @param note what a reader must know, or empty
 */
public record Check(
        String name,
        long values,
        long differing,
        double largestDifference,
        double tolerance,
        boolean holds,
        String note) {}
