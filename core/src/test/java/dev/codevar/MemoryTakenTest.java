package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is reckoned for a request bounds what the system sees it take, and is not absurdly more than it takes. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class MemoryTakenTest {
    private static final long SLACK = 128L << 20;

    /** What a child process found, in bytes but for the last. */
    private record Found(long reckoned, long weights, long caches, long taken, long reductions) {
        static Found of(String... arguments) throws Exception {
            long[] n = ChildJvm.numbers(MemoryTakenProbe.class, arguments);
            return new Found(n[0], n[1], n[2], n[3], n[4]);
        }
    }

    private static Found all;
    private static Found one;

    /** Looked at by two tests. */
    @BeforeAll
    static void measure() throws Exception {
        all = Found.of("float32", "all", "6");
        one = Found.of("float32", "one", "6");
    }

    @Test
    void theReckoningIsABoundAndNoneTooWide() {
        requireBound(all);
        requireBound(one);
    }

    @ParameterizedTest
    @CsvSource({
        "float32, all, 1",
        "float32, small, 1",
        "float32, small, 12",
        "bfloat16, all, 6",
        "bfloat16, one, 6",
        "int8, all, 6"
    })
    void soItIsInOtherBatchesAndPrecisions(String precision, String kept, String batch) throws Exception {
        assumeTrue(
                switch (Precision.of(precision)) {
                    case FLOAT32 -> true;
                    // Elsewhere it takes minutes, in kernels that keep nothing.
                    case BFLOAT16, FLOAT16 -> Cpu.multipliesBfloat16();
                    case INT8 -> EightBitProduct.offered();
                });
        requireBound(Found.of(precision, kept, batch));
    }

    private static void requireBound(Found found) {
        assertThat(found.taken())
                .as("%s", found)
                .isLessThanOrEqualTo(found.reckoned() + SLACK)
                .isGreaterThanOrEqualTo((found.weights() + found.caches()) / 2);
        assertThat(found.reckoned()).as("%s", found).isLessThan(found.taken() * 3 / 2 + SLACK);
        assertThat(found.reductions())
                .as("what fits once fits again: what a request leaves in the allocator is no reason against the next")
                .isZero();
    }

    @Test
    void lowMemoryTakesLess() {
        long smallerModel = all.weights() - one.weights();
        assertThat(all.taken() - one.taken()).as("%s %s", all, one).isGreaterThan(smallerModel / 2);
    }
}
