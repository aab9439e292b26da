package dev.codevar.measure.speed.ceiling;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.table.Numbers;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The most that a device can do, by the best of all kernels at hand: measured, not read from a data sheet.
 *
 * @param memoryBytesPerSecond how fast weights that are in no cache are read, in bytes a second, above 0
 * @param float32 how fast it computes in float32; null where that was not measured
 * @param bfloat16 how fast in bfloat16; null where that was not measured
 * @param float16 how fast in float16; null where that was not measured, as on every processor
 * @param int8 how fast in 8 bits, its convolutions in float32; null where that was not measured
 */
public record Ceilings(
        double memoryBytesPerSecond,
        @Nullable Rates float32,
        @Nullable Rates bfloat16,
        @Nullable Rates float16,
        @Nullable Rates int8) {

    /**
     * What can be computed in one precision, a multiplication and an addition counted as two operations.
     *
     * @param gemmFlopsPerSecond matrix products by the best kernel at the best shape, in operations a second, above 0
     * @param convolutionFlopsPerSecond 3×3 convolutions of one picture, in operations a second, above 0
     * @param products every kernel and shape that was measured; none where rates are given
     */
    public record Rates(double gemmFlopsPerSecond, double convolutionFlopsPerSecond, List<ProductRate> products) {
        public Rates {
            products = List.copyOf(products);
            Checks.positive("operations of matrix products a second", gemmFlopsPerSecond);
            Checks.positive("operations of convolutions a second", convolutionFlopsPerSecond);
        }

        /** Rates that are given, not measured. */
        public Rates(double gemmFlopsPerSecond, double convolutionFlopsPerSecond) {
            this(gemmFlopsPerSecond, convolutionFlopsPerSecond, List.of());
        }

        /** {@return the rates of some products, at least one, and of convolutions} */
        static Rates of(List<ProductRate> products, double convolutionFlopsPerSecond) {
            Checks.notEmpty("products", products);
            return new Rates(fastest(products).orElseThrow().flopsPerSecond(), convolutionFlopsPerSecond, products);
        }

        private static Optional<ProductRate> fastest(List<ProductRate> products) {
            return products.stream().max(Comparator.comparingDouble(ProductRate::flopsPerSecond));
        }

        private Rates orBetter(Rates other) {
            List<ProductRate> better = new ArrayList<>();
            Stream.concat(products.stream(), other.products.stream()).forEach(rate -> {
                Optional<ProductRate> same =
                        better.stream().filter(rate::isOfSame).findFirst();
                if (same.isEmpty()) {
                    better.add(rate);
                } else if (rate.flopsPerSecond() > same.get().flopsPerSecond()) {
                    better.set(better.indexOf(same.get()), rate);
                }
            });
            return new Rates(
                    Math.max(gemmFlopsPerSecond, other.gemmFlopsPerSecond),
                    Math.max(convolutionFlopsPerSecond, other.convolutionFlopsPerSecond),
                    better);
        }

        private String line() {
            return fastest(products).map(ProductRate::line).orElse(Numbers.operationsPerSecond(gemmFlopsPerSecond))
                    + " (convolutions " + Numbers.operationsPerSecond(convolutionFlopsPerSecond) + ")";
        }
    }

    public Ceilings {
        Checks.positive("bytes read a second", memoryBytesPerSecond);
    }

    /**
     * Measures with as many threads as libtorch has now, and frees everything. Takes at most 600 MB, and 1.3 GB where {@code budget}
     * suffices for the largest shape, and, beside the time for making what is multiplied, at most three times {@code budget} for each of
     * up to six shapes of every kernel. With none, each kernel is timed once at the smallest shape.
     *
     * @param device what is measured
     * @param precisions in what it computes, at least one: a precision that it only emulates takes long to measure; what is beside
     *     weights in 8 bits is measured with them
     * @param budget how long each measurement repeats what it times, after a warm-up; the best time counts. A tenth of a
     *     second is plenty
     * @return what the device can do
     */
    public static Ceilings measure(Device device, Set<Precision> precisions, Duration budget) {
        Checks.notEmpty("precisions", precisions);
        // On a thread that ends, with the threads that computed for it: while they live, libgomp counts more threads
        // than processors in the decodes that follow, and lets none of them wait awake, whatever GOMP_SPINCOUNT is.
        return ShortLived.call("codevar-ceilings", () -> measured(device, precisions, budget));
    }

    private static Ceilings measured(Device device, Set<Precision> precisions, Duration budget) {
        CeilingMeter meter = new CeilingMeter(device, budget);
        Map<Precision, Rates> rates = new EnumMap<>(Precision.class);
        Stream.concat(precisions.stream(), precisions.stream().map(Precision::beside))
                .distinct()
                .forEach(precision -> rates.put(precision, meter.rates(precision)));
        return new Ceilings(
                meter.memoryBytesPerSecond(),
                rates.get(Precision.FLOAT32),
                rates.get(Precision.BFLOAT16),
                rates.get(Precision.FLOAT16),
                rates.get(Precision.INT8));
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

    /** {@return number by number the better of these and {@code other}, which were measured on the same device} */
    public Ceilings orBetter(Ceilings other) {
        return new Ceilings(
                Math.max(memoryBytesPerSecond, other.memoryBytesPerSecond),
                better(float32, other.float32),
                better(bfloat16, other.bfloat16),
                better(float16, other.float16),
                better(int8, other.int8));
    }

    private static @Nullable Rates better(@Nullable Rates one, @Nullable Rates other) {
        return one == null || other == null ? null : one.orBetter(other);
    }

    /** {@return whether this precision was measured} */
    boolean hasRates(Precision precision) {
        return measured(precision) != null;
    }

    /** {@return all of it in one line} */
    public String line() {
        String rates = Stream.of(Precision.values())
                .filter(this::hasRates)
                .map(precision -> precision.label() + " " + rates(precision).line())
                .collect(Collectors.joining(", "));
        return rates + ", memory " + Numbers.bytesPerSecond(memoryBytesPerSecond);
    }

    private @Nullable Rates measured(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> float32;
            case BFLOAT16 -> bfloat16;
            case FLOAT16 -> float16;
            case INT8 -> int8;
        };
    }
}
