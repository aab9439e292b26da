package dev.codevar.measure.speed.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.measure.speed.ceiling.Ceilings.Rates;
import dev.codevar.nn.ProductKinds;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CeilingsTest {
    private static final int THREADS = 24;

    /** Wide limits: a computer of our time, and no wrong unit. Every kind of product is seen at the smallest shape at least. */
    @Test
    @Tag("slow")
    void aDeviceIsMeasuredInThePrecisionsAskedFor() {
        Ceilings ceilings = Ceilings.measure(Device.CPU, Set.of(Precision.FLOAT32, Precision.BFLOAT16), Duration.ZERO);
        assertThat(ceilings.memoryBytesPerSecond()).isBetween(1e8, 1e13);
        for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16}) {
            assertThat(ceilings.rates(precision).gemmFlopsPerSecond()).isBetween(1e8, 1e15);
            assertThat(ceilings.rates(precision).convolutionFlopsPerSecond()).isBetween(1e7, 1e15);
            assertThat(ceilings.rates(precision).products())
                    .extracting(ProductRate::kernel)
                    .containsExactlyElementsOf(ProductKinds.of(new Compute(Device.CPU, precision)).stream()
                            .map(ProductKinds.Kind::name)
                            .toList());
            assertThat(ceilings.rates(precision).gemmFlopsPerSecond())
                    .isEqualTo(ceilings.rates(precision).products().stream()
                            .mapToDouble(ProductRate::flopsPerSecond)
                            .max()
                            .orElseThrow());
        }
        assertThat(ceilings.float16()).isNull();
        assertThat(Ceilings.measure(Device.CPU, Set.of(Precision.BFLOAT16), Duration.ZERO)
                        .float32())
                .isNull();
        assertThatThrownBy(() -> Ceilings.measure(Device.CPU, Set.of(), Duration.ZERO))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("precisions: at least one is needed, got none");
    }

    /** Libgomp counts those that stay, and then lets no thread of a decode wait awake. As many of OpenBLAS's own do stay, uncounted. */
    @Test
    @Tag("slow")
    @EnabledOnOs(OS.LINUX)
    void noThreadsThatMeasuredStay() throws Exception {
        int usual = Libtorch.threads();
        int before = threadsOfThisProcess();
        int most = THREADS * 3 / 2;
        try {
            Libtorch.useThreads(THREADS);
            Ceilings.measure(Device.CPU, Set.of(Precision.FLOAT32), Duration.ZERO);
        } finally {
            Libtorch.useThreads(usual);
        }
        for (int i = 0; i < 100 && threadsOfThisProcess() >= before + most; i++) {
            Thread.sleep(100);
        }
        assertThat(threadsOfThisProcess()).isLessThan(before + most);
    }

    private static int threadsOfThisProcess() {
        return Objects.requireNonNull(Path.of("/proc/self/task").toFile().list()).length;
    }

    /** As many shapes as the time allows for: all where one takes a millisecond, the first alone where it takes a second. */
    @Test
    void moreTimeMeasuresLargerProducts() {
        Libtorch.load();
        Duration budget = Duration.ofMillis(100);
        int kinds = ProductKinds.of(Compute.EXACT).size();
        long threads = Libtorch.threads();

        List<ProductRate> quick = new ProductMeter(Compute.EXACT, budget, product -> 1e-3).rates();

        assertThat(quick).hasSize(6 * kinds);
        assertThat(quick.subList(0, 6))
                .containsExactly(
                        new ProductRate("libtorch", 128 * threads, 512, 512, 2.0 * 128 * threads * 512 * 512 / 1e-3),
                        new ProductRate("libtorch", 512, 1024, 4096, 2.0 * 512 * 1024 * 4096 / 1e-3),
                        new ProductRate("libtorch", 512, 4096, 1024, 2.0 * 512 * 1024 * 4096 / 1e-3),
                        new ProductRate("libtorch", 512, 1920, 7680, 2.0 * 512 * 1920 * 7680 / 1e-3),
                        new ProductRate("libtorch", 2048, 1920, 7680, 2.0 * 2048 * 1920 * 7680 / 1e-3),
                        new ProductRate("libtorch", 32_768, 1920, 7680, 2.0 * 32_768 * 1920 * 7680 / 1e-3));
        assertThat(Rates.of(quick, 1).gemmFlopsPerSecond()).isEqualTo(2.0 * 32_768 * 1920 * 7680 / 1e-3);
        assertThat(new ProductMeter(Compute.EXACT, budget, product -> 1).rates())
                .hasSize(kinds)
                .allSatisfy(rate -> assertThat(rate.in()).isEqualTo(512));
    }

    @Test
    void theBetterOfTwoMeasurementsCounts() {
        ProductRate slow = new ProductRate("a", 1, 2, 3, 10);
        ProductRate fast = new ProductRate("a", 1, 2, 3, 30);
        ProductRate other = new ProductRate("b", 1, 2, 3, 20);
        Ceilings before = new Ceilings(5, new Rates(1, 9), Rates.of(List.of(slow, other), 7), null, null);
        Ceilings after = new Ceilings(4, new Rates(2, 8), Rates.of(List.of(fast), 8), null, null);

        CeilingsAround around = CeilingsAround.of(before, after);

        assertThat(around.ceilings())
                .isEqualTo(new Ceilings(5, new Rates(2, 9), new Rates(30, 8, List.of(fast, other)), null, null))
                .isEqualTo(CeilingsAround.of(after, before).ceilings().orBetter(before));
        assertThat(around.difference()).isEqualTo("float32 +100 %, bfloat16 +50 %, memory -20 %");
        assertThat(around.ceilings().line())
                .isEqualTo("float32 2 FLOP/s (convolutions 9 FLOP/s), bfloat16 30 FLOP/s by a at 1×2→3"
                        + " (convolutions 8 FLOP/s), memory 5 B/s");
    }

    @Test
    void ratesGoByPrecision() {
        Ceilings ceilings = new Ceilings(1, new Rates(2, 3), null, new Rates(4, 5), null);
        assertThat(ceilings.rates(Precision.FLOAT32)).isEqualTo(new Rates(2, 3));
        assertThat(ceilings.rates(Precision.FLOAT16)).isEqualTo(new Rates(4, 5));
        assertThatThrownBy(() -> ceilings.rates(Precision.BFLOAT16))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("precision bfloat16 was not measured on this device");
    }

    @Test
    void ceilingsArePositive() {
        assertThatThrownBy(() -> new Rates(0, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Rates(1, Double.POSITIVE_INFINITY)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Ceilings(Double.NaN, new Rates(1, 1), null, null, null))
                .isInstanceOf(InvalidInputException.class);
    }
}
