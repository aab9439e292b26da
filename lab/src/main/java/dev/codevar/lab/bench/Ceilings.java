package dev.codevar.lab.bench;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.table.Numbers;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The most that a device can do, as this library reaches it: measured, not read from a data sheet.
 *
 * @param memoryBytesPerSecond how fast weights that are in no cache are read, in bytes a second, above 0
 * @param float32 how fast it computes in float32
 * @param bfloat16 how fast in bfloat16; null where that was not measured
 * @param float16 how fast in float16; null where that was not measured, as on every processor
 */
public record Ceilings(
        double memoryBytesPerSecond,
        Rates float32,
        @Nullable Rates bfloat16,
        @Nullable Rates float16) {

    /**
     * What can be computed in one precision, a multiplication and an addition counted as two operations.
     *
     * @param gemmFlopsPerSecond matrix products with packed weights, in operations a second, above 0
     * @param convolutionFlopsPerSecond 3×3 convolutions of one picture, in operations a second, above 0
     */
    public record Rates(double gemmFlopsPerSecond, double convolutionFlopsPerSecond) {
        public Rates {
            Checks.positive("operations of matrix products a second", gemmFlopsPerSecond);
            Checks.positive("operations of convolutions a second", convolutionFlopsPerSecond);
        }
    }

    public Ceilings {
        Checks.positive("bytes read a second", memoryBytesPerSecond);
    }

    /**
     * Measures with as many threads as libtorch has now, and frees everything. Takes at most 600 MB and, where the device is
     * not slow beyond measure, about three times {@code budget} for every precision and twice for the memory.
     *
     * @param device a processor is measured in float32 and bfloat16, a CUDA device in float16 too
     * @param budget how long each measurement repeats what it times, after a warm-up; the best time counts. A few hundred
     *     milliseconds are plenty
     * @return what the device can do
     */
    public static Ceilings measure(Device device, Duration budget) {
        return by(new CeilingMeter(device, budget, CeilingMeter.Sizes.PUBLISHED), device);
    }

    static Ceilings by(CeilingMeter meter, Device device) {
        return new Ceilings(
                meter.memoryBytesPerSecond(),
                meter.rates(Precision.FLOAT32),
                meter.rates(Precision.BFLOAT16),
                device.cuda() ? meter.rates(Precision.FLOAT16) : null);
    }

    /**
     * @param precision one that was measured
     * @return how fast the device computes in it
     */
    public Rates rates(Precision precision) {
        Rates rates = measured(precision);
        if (rates == null) {
            throw new InvalidInputException("precision " + precision.label() + " was not measured on this device");
        }
        return rates;
    }

    /** {@return all of it in one line} */
    public String line() {
        String rates = Stream.of(Precision.values())
                .filter(precision -> measured(precision) != null)
                .map(precision -> precision.label() + " "
                        + Numbers.operationsPerSecond(rates(precision).gemmFlopsPerSecond())
                        + " (convolutions "
                        + Numbers.operationsPerSecond(rates(precision).convolutionFlopsPerSecond()) + ")")
                .collect(Collectors.joining(", "));
        return rates + ", memory " + Numbers.bytesPerSecond(memoryBytesPerSecond);
    }

    private @Nullable Rates measured(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> float32;
            case BFLOAT16 -> bfloat16;
            case FLOAT16 -> float16;
        };
    }
}
