package dev.codevar.nn.dnnl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.ChildJvm;
import dev.codevar.tensor.Cpu;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products in 8 bits as on processors with fewer instructions than this one. Without those made for them (VNNI) sums of two products are
 * kept in 16 bits, which weights of 8 bits overflow and those of 7 do not.
 */
@Tag("slow")
class EightBitCapsTest {

    @ParameterizedTest
    @CsvSource({
        "AVX512_CORE_VNNI, avx512, avx512_vnni, 127",
        "AVX512_CORE, avx512, avx512f, 63",
        "AVX2_VNNI, avx2, avx_vnni, 127",
        "AVX2, avx2, avx2, 63",
        "SSE41, default, sse4_1, 63"
    })
    void areExact(String oneDnn, String libtorch, String instructions, long largestWeight) throws Exception {
        assumeTrue(Cpu.has(instructions));
        long[] found = ChildJvm.numbers(
                Map.of("ONEDNN_MAX_CPU_ISA", oneDnn, "ATEN_CPU_CAPABILITY", libtorch, "OMP_WAIT_POLICY", "passive"),
                EightBitCapsProbe.class,
                "256",
                "1024");
        assertThat(found).containsExactly(largestWeight);
    }
}
