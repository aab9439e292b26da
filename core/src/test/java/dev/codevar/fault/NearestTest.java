package dev.codevar.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> NAMES = List.of("Sneaker", "Sandal", "Bag", "Shirt", "Ankle boot");

    @ParameterizedTest
    @CsvSource({"sneker, Sneaker", "SANDLE, Sandal", "bga, ''", "baq, Bag", "shrt, Shirt", "ankleboot, Ankle boot"})
    void aFewLettersAreForgiven(String typed, String meant) {
        assertThat(Nearest.to(typed, NAMES).orElse("")).isEqualTo(meant);
    }

    @Test
    void whatIsFarFromAllIsNone() {
        assertThat(Nearest.to("boat", NAMES)).isEmpty();
        assertThat(Nearest.to("x", NAMES)).isEmpty();
        assertThat(Nearest.to("", NAMES)).isEmpty();
        assertThat(Nearest.to("sneaker", List.of())).isEmpty();
    }

    /** Comparing all letters of these would take minutes. */
    @Test
    @Timeout(20)
    void whatIsMuchLongerThanAllNamesIsNoneAtOnce() {
        assertThat(Nearest.to("x".repeat(100_000), Collections.nCopies(100_000, "Ankle boot")))
                .isEmpty();
    }
}
