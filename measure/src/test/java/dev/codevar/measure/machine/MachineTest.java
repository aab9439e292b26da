package dev.codevar.measure.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Libtorch;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void thisMachineIsDescribed() {
        Machine here = Machine.here();
        assertThat(here.processor()).isNotBlank();
        assertThat(here.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(here.threads()).isEqualTo(Libtorch.threads());
        assertThat(here.instructionSets())
                .containsExactlyElementsOf(
                        Machine.INSTRUCTION_SETS.stream().filter(Cpu::has).toList());
        assertThat(here.memoryBytes()).isGreaterThan(Runtime.getRuntime().totalMemory() / 2);
        assertThat(here.javaVersion()).isEqualTo(System.getProperty("java.version"));
        assertThat(here.libtorchVersion()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(here.line()).contains(here.processor(), "libtorch " + here.libtorchVersion());
    }

    @Test
    void noInstructionSetsLeaveNoGapInTheLine() {
        Machine bare = new Machine("unknown", 8, 4, List.of(), 8_000_000_000L, "macOS", "21", "unknown", "not set");
        assertThat(bare.line())
                .isEqualTo("unknown, 8 cores, 4 threads, 8.00 GB, macOS, Java 21, libtorch unknown,"
                        + " OMP_WAIT_POLICY not set");
        assertThatThrownBy(() -> new Machine("x", 0, 1, List.of(), 1, "x", "x", "x", "x"))
                .isInstanceOf(InvalidInputException.class);
    }
}
