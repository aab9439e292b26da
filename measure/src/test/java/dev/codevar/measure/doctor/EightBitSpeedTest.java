package dev.codevar.measure.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.tensor.Kernel;
import java.util.List;
import org.junit.jupiter.api.Test;

class EightBitSpeedTest {
    private static final Kernel KERNEL = new Kernel("its name", "because");

    @Test
    void ratiosAreSortedAndTheMiddleIsTheMedian() {
        assertThat(EightBitSpeed.of("float32", KERNEL, List.of(4.0, 0.5, 3.0, 2.0)))
                .isEqualTo(new EightBitSpeed("float32", "its name", "because", 4, 0.5, 2.5, 4));
        assertThat(EightBitSpeed.of("bfloat16", KERNEL, List.of(3.0, 1.0, 1.5)))
                .isEqualTo(new EightBitSpeed("bfloat16", "its name", "because", 3, 1, 1.5, 3));
    }

    @Test
    void theReportSaysIt() {
        Message said = Message.of(new EightBitSpeed("float32", "its name", "because", 6, 1.04, 2.5, 4));
        DoctorReport report = DoctorReport.of("1", List.of("echo", said.line()), DoctorReport.SILENCE, begun -> {});
        assertThat(report.int8()).isEqualTo(said.int8());
        assertThat(ReportText.of(report))
                .contains(
                        "--precision int8: products 2.5 times as fast as in float32 (median of 6, 1.0 to 4.0)",
                        "by its name, because");
    }
}
