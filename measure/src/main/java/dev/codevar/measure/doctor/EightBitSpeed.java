package dev.codevar.measure.doctor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How fast products in 8 bits are beside those in the precision that is used where none is asked for, as timed when they were checked.
 *
 * @param than that precision
 * @param kernel what multiplies 8 bits
 * @param why which of its kernels that is
 * @param products how many were compared, at least 1
 * @param least how many times as fast the product is that gains least
 * @param median the same in the middle
 * @param most the same of the one that gains most
 */
public record EightBitSpeed(
        String than, String kernel, String why, int products, double least, double median, double most) {
    private static final String EIGHT_BITS = "int8";

    /** {@return what follows from checks; nothing where no product was timed in both precisions} */
    static Optional<EightBitSpeed> of(List<Checked> checks, String usual) {
        Map<String, Double> usualSpeeds = new HashMap<>();
        for (Checked check : checks) {
            Double speed = check.flopsPerSecond();
            if (check.precision().equals(usual) && speed != null) {
                usualSpeeds.put(check.what(), speed);
            }
        }
        List<Double> ratios = new ArrayList<>();
        List<Checked> compared = new ArrayList<>();
        for (Checked check : checks) {
            Double speed = check.flopsPerSecond();
            Double usualSpeed = usualSpeeds.get(check.what());
            if (check.precision().equals(EIGHT_BITS) && speed != null && usualSpeed != null) {
                compared.add(check);
                ratios.add(speed / usualSpeed);
            }
        }
        if (ratios.isEmpty()) {
            return Optional.empty();
        }
        Collections.sort(ratios);
        int last = ratios.size() - 1;
        Checked any = compared.get(0);
        return Optional.of(new EightBitSpeed(
                usual,
                any.kernel(),
                any.why(),
                ratios.size(),
                ratios.get(0),
                (ratios.get(last / 2) + ratios.get((last + 1) / 2)) / 2,
                ratios.get(last)));
    }
}
