package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Box;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever does not fit is refused in one line that names the value and the legal range. */
class BadRequestTest {
    private static CoDe code;

    @BeforeAll
    static void open(@TempDir Path folder) {
        code = TestModels.open(folder);
    }

    @AfterAll
    static void close() {
        code.close();
    }

    @Test
    void badRequestsNameTheValueAndTheLegalRange() {
        assertRefused(request().cfg(-1), "cfg -1.0", "0 and 100");
        assertRefused(request().cfg(Double.NaN), "cfg NaN", "0 and 100");
        assertRefused(request().topP(1.5), "top-p 1.5", "0 and 1");
        assertRefused(request().topK(513), "top-k 513", "0 and 512");
        assertRefused(request().temperature(-0.5), "temperature -0.5", "1.0E-6 and 100");
        assertRefused(request().temperature(1.0, 2.0), "2 values", "6 scales");
        assertThatThrownBy(() -> request().classes("10")).hasMessageContaining("class 10 is not between 0 and 9");
        assertThatThrownBy(() -> request().classes("shoe")).hasMessageContaining("'shoe' is unknown");
        assertThatThrownBy(() -> request().classes("dress", "s")).hasMessageContaining("ambiguous");
        assertThatThrownBy(() -> request().plan("large:6,small").build()).hasMessageContaining("large makes 6");
        assertThatThrownBy(() -> request().plan("big").build())
                .hasMessageContaining("no model 'big'")
                .hasMessageContaining("large");
        assertThatThrownBy(() -> request().count(0)).hasMessageContaining("count 0");
        assertThatThrownBy(() -> request().batch(-2).build()).hasMessageContaining("batch -2");
        Picture wrong = new Picture(8, 8, new byte[192]);
        assertRefused(request().edit(wrong, Mask.box(wrong, Box.at(0, 0).size(4, 4))), "8x8", "32x32");
        Picture right = new Picture(32, 32, new byte[3072]);
        assertRefused(request().edit(right, Mask.box(wrong, Box.at(0, 0).size(4, 4))), "8x8", "32x32");
    }

    private static void assertRefused(Request.Builder builder, String... parts) {
        Request request = builder.build();
        assertThatThrownBy(() -> code.generate(request, GenerationObserver.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static Request.Builder request() {
        return code.request().seed(7);
    }
}
