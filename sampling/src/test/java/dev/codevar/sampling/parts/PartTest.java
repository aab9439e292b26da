package dev.codevar.sampling.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part's file is one in the folder of parts: what does not count is deleted under this name. */
class PartTest {
    private static Part part(String file) {
        return new Part(0, List.of(0L), file, 1, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../b", "a/b", "a\\b"})
    void otherPlacesAreRefused(String file) {
        assertThatThrownBy(() -> part(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("part '" + file + "' is none");
    }

    @Test
    void namesMayHaveDots() {
        assertThat(part("..a.b").file()).isEqualTo("..a.b");
    }
}
