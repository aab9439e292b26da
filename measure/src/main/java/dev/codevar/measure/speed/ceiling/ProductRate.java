package dev.codevar.measure.speed.ceiling;

import dev.codevar.report.table.Numbers;

/**
 * How fast one kind of product multiplies rows with one weight.
 *
 * @param kernel the kind, as {@link dev.codevar.nn.ProductKinds} names it
 * @param rows how many rows, at least 1
 * @param in columns of the weight, at least 1
 * @param out rows of the weight, at least 1
 * @param flopsPerSecond operations a second, above 0
 */
public record ProductRate(String kernel, long rows, long in, long out, double flopsPerSecond) {

    public ProductRate {
        Checks.atLeast("rows", rows, 1);
        Checks.atLeast("inputs", in, 1);
        Checks.atLeast("outputs", out, 1);
        Checks.positive("operations of a product a second", flopsPerSecond);
    }

    /** {@return whether {@code other} is of the same kind and shape} */
    boolean isOfSame(ProductRate other) {
        return kernel.equals(other.kernel) && rows == other.rows && in == other.in && out == other.out;
    }

    /** {@return the rate, then by what and at which shape} */
    String line() {
        return Numbers.operationsPerSecond(flopsPerSecond) + " by " + kernel + " at " + rows + "×" + in + "→" + out;
    }
}
