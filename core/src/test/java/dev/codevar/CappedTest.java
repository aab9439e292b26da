package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.tensor.Cpu;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * As on processors with fewer instructions than this one: both copies of oneDNN and libtorch's own kernels are told what they may use.
 * libtorch believes what it is told, so that what a processor lacks is left out.
 */
@Tag("slow")
class CappedTest {

    @ParameterizedTest
    @CsvSource({"AVX2, avx2", "AVX512_CORE, avx512", "AVX512_CORE_BF16, avx512"})
    void float32IsRightAndTheSameInAnyBatchAndOnAnyNumberOfThreads(String oneDnn, String libtorch) throws Exception {
        long[] found = probe(oneDnn, libtorch, "float32", "compare");
        requireErrors(found, 2, 10);
        assertThat(found).as("pictures that are others").endsWith(0, 0, 0);
    }

    /** Where the processor multiplies it by the instructions that are left: not in tiles (AMX) here. */
    @Test
    void bfloat16IsRightAndTheSameInAnyBatchAndOnAnyNumberOfThreads() throws Exception {
        assumeTrue(Cpu.has("avx512_bf16"));
        long[] found = probe("AVX512_CORE_BF16", "avx512", "bfloat16", "compare");
        requireErrors(found, 3000, 8000);
        assertThat(found).as("pictures that are others").endsWith(0, 0, 0);
    }

    /** 8 bits without the instructions made for them take weights of 7. */
    @ParameterizedTest
    @CsvSource({"AVX2, avx2, 23000", "AVX512_CORE, avx512, 23000", "AVX512_CORE_VNNI, avx512, 16000"})
    void int8IsRightAndTheSameInAnyBatchAndOnAnyNumberOfThreads(String oneDnn, String libtorch, long ofProduct)
            throws Exception {
        assumeTrue(!oneDnn.equals("AVX512_CORE_VNNI") || Cpu.has("avx512_vnni"));
        long[] found = probe(oneDnn, libtorch, "int8", "compare");
        requireErrors(found, ofProduct, 10);
        assertThat(found).as("pictures that are others").endsWith(0, 0, 0);
    }

    private static void requireErrors(long[] found, long ofProduct, long ofAttention) {
        assertThat(found[0]).as("millionths of a product").isLessThan(ofProduct);
        assertThat(found[1]).as("millionths of attention").isLessThan(ofAttention);
    }

    /** Sums may be added up in another order there, on other numbers of threads. */
    @Test
    void float32IsRightWithoutAvx() throws Exception {
        requireErrors(probe("SSE41", "default", "float32", "draw"), 2, 10);
    }

    /** Where the libraries may not multiply it, in other kernels: a result is rounded, by at most 2⁻⁹. */
    @ParameterizedTest
    @CsvSource({
        "SSE41, default",
        "AVX2, avx2",
        "AVX2, avx512",
        "AVX512_CORE, avx2",
        "AVX512_CORE, avx512",
        "AVX512_CORE_BF16, avx512"
    })
    void bfloat16IsRight(String oneDnn, String libtorch) throws Exception {
        requireErrors(probe(oneDnn, libtorch, "bfloat16", "draw"), 3000, 8000);
    }

    private static long[] probe(String oneDnn, String libtorch, String... arguments) throws Exception {
        assumeTrue(!libtorch.equals("avx512") || Cpu.has("avx512f"));
        return ChildJvm.numbers(
                Map.of("ONEDNN_MAX_CPU_ISA", oneDnn, "ATEN_CPU_CAPABILITY", libtorch, "OMP_WAIT_POLICY", "passive"),
                CappedProbe.class,
                arguments);
    }
}
