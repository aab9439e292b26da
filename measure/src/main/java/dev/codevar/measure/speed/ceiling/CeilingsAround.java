package dev.codevar.measure.speed.ceiling;

import dev.codevar.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Ceilings measured twice, since what a shared machine can do wavers: before the runs and after them.
 *
 * @param ceilings the better of both, number by number: what bounds are reckoned with
 * @param ceilingsBefore those before the runs
 * @param ceilingsAfter those after them
 */
public record CeilingsAround(Ceilings ceilings, Ceilings ceilingsBefore, Ceilings ceilingsAfter) {

    /** {@return both, and the better of them} */
    public static CeilingsAround of(Ceilings before, Ceilings after) {
        return new CeilingsAround(before.orBetter(after), before, after);
    }

    /** {@return by how much the second differ from the first, in one line} */
    String difference() {
        List<String> parts = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            if (ceilingsBefore.hasRates(precision) && ceilingsAfter.hasRates(precision)) {
                parts.add(precision.label() + " "
                        + change(
                                ceilingsBefore.rates(precision).gemmFlopsPerSecond(),
                                ceilingsAfter.rates(precision).gemmFlopsPerSecond()));
            }
        }
        parts.add("memory " + change(ceilingsBefore.memoryBytesPerSecond(), ceilingsAfter.memoryBytesPerSecond()));
        return String.join(", ", parts);
    }

    private static String change(double before, double after) {
        return String.format(Locale.ROOT, "%+.0f %%", 100 * (after / before - 1));
    }

    /** {@return three lines: before, after, and how they differ} */
    public String lines() {
        return "ceilings before the runs: " + ceilingsBefore.line() + "\n"
                + "ceilings after the runs:  " + ceilingsAfter.line() + "\n"
                + "after against before:     " + difference() + "; the better of both counts\n";
    }
}
