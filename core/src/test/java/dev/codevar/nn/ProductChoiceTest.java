package dev.codevar.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.nn.ProductChoice.Abilities;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which product multiplies where, for processors of every kind, most of which no single machine is. */
class ProductChoiceTest {
    /** Just below and at the limits: 512 inputs, and 2^19 numbers. */
    @ParameterizedTest
    @CsvSource({
        // cuda, loaded, computes, tiles, packs, out, in, choice, choice for a float32 result
        "true,  true,  false, false, false, 4096, 1920, CUDA,        CUDA",
        "false, true,  true,  false, true,  1024, 512,  LARGE,       FLOAT32_RESULT",
        "false, true,  true,  false, true,  1023, 512,  SMALL,       FLOAT32_RESULT",
        "false, true,  true,  false, true,  16,   513,  MANY_INPUTS, FLOAT32_RESULT",
        "false, true,  true,  false, true,  1920, 7680, LARGE,       FLOAT32_RESULT",
        // AMX in bfloat16: libtorch's own, however large.
        "false, true,  true,  true,  true,  1920, 7680, TILES,       TILES",
        "false, true,  true,  true,  true,  16,   513,  SMALL,       SMALL",
        "false, true,  true,  true,  true,  64,   64,   SMALL,       SMALL",
        "false, true,  true,  true,  true,  16,   4097, TILES,       TILES",
        // bfloat16 where no instruction multiplies it.
        "false, true,  false, false, false, 1920, 7680, UNPACKED,    UNPACKED",
        // Without oneDNN's own library.
        "false, false, false, false, true,  1920, 7680, NO_ONEDNN,   NO_ONEDNN",
        "false, false, false, false, false, 1920, 7680, UNPACKED,    UNPACKED",
    })
    void isMade(
            boolean cuda,
            boolean loaded,
            boolean computes,
            boolean tiles,
            boolean packs,
            long out,
            long in,
            ProductChoice choice,
            ProductChoice float32) {
        Abilities can = new Abilities(cuda, loaded, computes, tiles, packs);
        assertThat(ProductChoice.of(out, in, can)).isEqualTo(choice);
        assertThat(ProductChoice.toFloat32(out, in, can)).isEqualTo(float32);
    }
}
