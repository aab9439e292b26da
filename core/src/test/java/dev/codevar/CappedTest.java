package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.tensor.Cpu;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * As on processors with fewer instructions than this one: both copies of oneDNN and libtorch's own kernels are told what they may use.
 * libtorch believes what it is told, so that what a processor lacks is left out. Kernels against their formulas, and with equal bits where
 * those are promised, at the shapes of their own tests: some rows of these under each cap, and in the long form all.
 */
@Tag("slow")
class CappedTest {
    private static final int ROWS_APART = 16;
    private static final boolean LONG = Integer.getInteger("shapes.seeds", 0) > 0;

    /** Fewer than any cap is given: none would be found if tests were renamed. */
    private static final long FEWEST_ROWS = 8;

    @ParameterizedTest
    @CsvSource({
        "0, AVX2, avx2, compare",
        "1, AVX512_CORE, avx512, compare",
        "2, AVX512_CORE_BF16, avx512, compare",
        "3, AVX512_CORE_VNNI, default, draw",
        "4, AVX512_CORE, avx2, draw",
        "5, AVX2, avx512, draw",
        "6, DEFAULT, default, draw",
        "7, SSE41, default, draw"
    })
    void kernelsAreRightAndPicturesAreDrawn(int first, String oneDnn, String libtorch, String pictures)
            throws Exception {
        assumeTrue(!libtorch.equals("avx512") || Cpu.has("avx512f"));
        long[] found = ChildJvm.numbers(
                Map.of("ONEDNN_MAX_CPU_ISA", oneDnn, "ATEN_CPU_CAPABILITY", libtorch, "OMP_WAIT_POLICY", "passive"),
                CappedProbe.class,
                String.valueOf(LONG ? 0 : first),
                String.valueOf(LONG ? 1 : ROWS_APART),
                pictures);
        assertThat(found[0]).as("rows of kernels' tests").isGreaterThanOrEqualTo(FEWEST_ROWS);
        assertThat(Arrays.stream(found).skip(1))
                .as("pictures that are missing or others")
                .hasSizeGreaterThan(1)
                .containsOnly(0L);
    }
}
