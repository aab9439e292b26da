package dev.codevar.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.bench.CeilingMeter.Sizes;
import dev.codevar.lab.bench.Ceilings.Rates;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CeilingsTest {
    /** Two layers of a small model. */
    private static final Sizes SMALL = new Sizes(192, 768, List.of(64L, 256L), 2L * 4 * 192 * 768, 32);

    /** Wide limits: a computer of our time, and no wrong unit. */
    @Test
    void processorIsMeasuredInFloat32AndBfloat16() {
        CeilingMeter brief = new CeilingMeter(Device.CPU, Duration.ofMillis(1), SMALL);
        Ceilings ceilings = Ceilings.by(brief, Device.CPU);
        assertThat(ceilings.memoryBytesPerSecond()).isBetween(1e8, 1e13);
        for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16}) {
            assertThat(ceilings.rates(precision).gemmFlopsPerSecond()).isBetween(1e8, 1e15);
            assertThat(ceilings.rates(precision).convolutionFlopsPerSecond()).isBetween(1e8, 1e15);
        }
        assertThat(ceilings.float16()).isNull();
    }

    @Test
    void ratesGoByPrecision() {
        Ceilings ceilings = new Ceilings(1, new Rates(2, 3), null, new Rates(4, 5));
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
        assertThatThrownBy(() -> new Ceilings(Double.NaN, new Rates(1, 1), null, null))
                .isInstanceOf(InvalidInputException.class);
    }
}
