package dev.codevar.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.TestModels;
import dev.codevar.tensor.Precision;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden cases in 8 bits: from the published history they hold, and what is wrong does not. */
class EightBitGoldenTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"imagenet256-tiny", "sharedaln128-tiny", "fashion32"})
    void everyGoldenTensorHolds(String name) {
        List<Check> checks = Verification.run(TestModels.golden(name), false, Precision.INT8, check -> {});
        assertThat(checks)
                .isNotEmpty()
                .allSatisfy(
                        check -> assertThat(check.holds()).as(check.toString()).isTrue());
        assertThat(checks)
                .extracting(Check::name)
                .contains("drafter.logits.rms", "refiner.logits.rms", "var.greedy.idx");
    }

    @ParameterizedTest
    @CsvSource({"fashion32, 0", "fashion32, 3", "sharedaln128-tiny, 1", "imagenet256-tiny, 2"})
    void swappedHeadsDoNotPass(String name, int block) {
        Path broken = new AlteredCase(name, folder)
                .swapHeads(block)
                .write(tensor -> tensor.endsWith(".logits") && !tensor.startsWith("sampler"), expected -> {});
        assertThat(Verification.run(broken, true, Precision.INT8, check -> {}))
                .filteredOn(check -> !check.holds())
                .extracting(Check::name)
                .contains("drafter.logits.rms")
                .doesNotContain("refiner.logits.rms");
    }
}
