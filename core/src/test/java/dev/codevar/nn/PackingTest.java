package dev.codevar.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.ChildJvm;
import dev.codevar.tensor.Cpu;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackingTest {
    /** libtorch's oneDNN refuses to pack bfloat16 below AVX-512, with an error that would end a decode. */
    @ParameterizedTest
    @CsvSource({"AVX2, 0", "AVX512_CORE, 1"})
    void whatTheLibraryPacksIsTriedNotGuessed(String instructions, long bfloat16) throws Exception {
        assumeTrue(bfloat16 == 0 || Cpu.has("avx512bw"));
        assertThat(ChildJvm.numbers(Map.of("ONEDNN_MAX_CPU_ISA", instructions), PackingProbe.class))
                .containsExactly(1, bfloat16);
    }
}
