package dev.codevar.measure.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EightBitSpeedTest {

    private static Checked checked(String what, String precision, @Nullable Double speed) {
        return new Checked(what, precision, "kernel of " + precision, "because", 1e-7, 1e-5, speed, true, true);
    }

    private static final List<Checked> CHECKS = List.of(
            checked("qkv", "float32", 10e9),
            checked("fc1", "float32", 20e9),
            checked("fc2", "float32", 10e9),
            checked("fc2 of another", "float32", 10e9),
            checked("head", "float32", 40e9),
            checked("SiLU", "float32", null),
            checked("qkv", "bfloat16", 20e9),
            checked("qkv", "int8", 40e9),
            checked("fc1", "int8", 10e9),
            checked("fc2", "int8", 20e9),
            checked("fc2 of another", "int8", 30e9),
            checked("SiLU", "int8", null));

    @Test
    void productsAreComparedWithThemselvesInTheUsualPrecision() {
        assertThat(EightBitSpeed.of(CHECKS, "float32"))
                .contains(new EightBitSpeed("float32", "kernel of int8", "because", 4, 0.5, 2.5, 4));
        assertThat(EightBitSpeed.of(CHECKS, "bfloat16"))
                .contains(new EightBitSpeed("bfloat16", "kernel of int8", "because", 1, 2, 2, 2));
    }

    @Test
    void nothingFollowsWhereNothingWasTimedInBoth() {
        assertThat(EightBitSpeed.of(CHECKS.subList(0, 7), "float32")).isEmpty();
        assertThat(EightBitSpeed.of(CHECKS, "float16")).isEmpty();
    }
}
