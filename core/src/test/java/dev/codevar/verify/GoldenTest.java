package dev.codevar.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.TestModels;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that the published code computed for the golden cases comes out here too. */
class GoldenTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"imagenet256-tiny, 49", "sharedaln128-tiny, 45", "fashion32, 20"})
    void everyGoldenTensorHolds(String name, int tensors) {
        List<Check> checks = Verification.run(TestModels.golden(name), false, check -> {});
        assertThat(checks)
                .allSatisfy(
                        check -> assertThat(check.holds()).as(check.toString()).isTrue());
        // No near tie is needed to explain a difference in these cases: every id is equal.
        assertThat(checks).allSatisfy(check -> assertThat(check.note()).isEmpty());
        assertThat(checks).hasSize(tensors);
    }

    @Test
    void smallerDifferencesThanTheToleranceAreReportedAsNumbers() {
        Path one = new AlteredCase("fashion32", folder)
                .write(
                        name -> name.equals("drafter.logits"),
                        expected -> expected.computeIfPresent(
                                "drafter.logits", (name, logits) -> logits.add(new Scalar(1e-3))));
        List<Check> checks = Verification.run(one, true, check -> {});
        assertThat(checks)
                .filteredOn(check -> check.name().equals("drafter.logits"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.holds()).isTrue();
                    assertThat(check.largestDifference()).isCloseTo(1e-3, within(5e-4));
                });
    }
}
