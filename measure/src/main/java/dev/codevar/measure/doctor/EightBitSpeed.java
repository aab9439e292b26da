package dev.codevar.measure.doctor;

import dev.codevar.tensor.Kernel;
import java.util.List;

/**
 * How fast products in 8 bits are beside those in the precision that is used where none is asked for.
 *
 * @param than that precision
 * @param kernel what multiplies 8 bits
 * @param why which of its kernels that is
 * @param products how many were timed, at least 1
 * @param least how many times as fast the product is that gains least
 * @param median the same in the middle
 * @param most the same of the one that gains most
 */
public record EightBitSpeed(
        String than, String kernel, String why, int products, double least, double median, double most) {

    /** {@return what follows from how many times as fast products are, at least one} */
    static EightBitSpeed of(String than, Kernel kernel, List<Double> timesAsFast) {
        List<Double> sorted = timesAsFast.stream().sorted().toList();
        int last = sorted.size() - 1;
        return new EightBitSpeed(
                than,
                kernel.name(),
                kernel.why(),
                sorted.size(),
                sorted.get(0),
                (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2,
                sorted.get(last));
    }
}
