package dev.codevar.measure.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What became of a kernel at one shape.
 *
 * @param what the layer and its shape
 * @param precision in which it computed
 * @param kernel whose it is
 * @param why why that one was chosen
 * @param error the length of the difference to the formula in float64, relative to the result's, of the row where that is largest;
 *     null if it is no finite number
 * @param bound what the error must be below
 * @param flopsPerSecond operations a second at best, or null where none are counted
 * @param ownBits whether a row alone has the bits that it has among others; null where there is one row, or they need not be equal
 * @param threadsBits whether bits are the same for all numbers of threads tried; null where nothing is promised
 */
public record Checked(
        String what,
        String precision,
        String kernel,
        String why,
        @Nullable Double error,
        double bound,
        @Nullable Double flopsPerSecond,
        @Nullable Boolean ownBits,
        @Nullable Boolean threadsBits) {

    /** {@return whether it computes what its formula says} */
    boolean right() {
        return error != null && error < bound;
    }

    /** {@return whether all holds} */
    boolean holds() {
        return right() && !Boolean.FALSE.equals(ownBits) && !Boolean.FALSE.equals(threadsBits);
    }
}
