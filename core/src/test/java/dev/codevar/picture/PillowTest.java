package dev.codevar.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files beside what Pillow 9.4 makes of them ({@code Image.open(file).convert("RGB")}), which published pipelines read pictures by. */
class PillowTest {
    static Picture read(String file) throws IOException {
        return PictureFiles.read(bytes(file), file);
    }

    static byte[] bytes(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(PillowTest.class.getResourceAsStream("pillow/" + file))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmyk", "ycck", "ycck-progressive-420"})
    void jpegsOfFourInksAreEqual(String name) throws IOException {
        assertThat(read(name + ".jpg")).isEqualTo(read(name + ".png"));
    }
}
