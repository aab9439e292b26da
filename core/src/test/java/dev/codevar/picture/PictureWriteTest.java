package dev.codevar.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureWriteTest {
    private static final Picture PICTURE = TestFiles.gradient(17, 9);

    @TempDir
    Path folder;

    private List<String> present() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("Software", "CoDe for Java");
        text.put("prompt", "zwei Zeilen\nmit Umlauten: äöü");
        text.put("unicode", "画像 \uD83D\uDC36 \u0085 tab\there");
        text.put("empty", "");
        text.put("clé", "é");
        text.put("k".repeat(79), "x".repeat(5000));
        Path file = folder.resolve("out.png");
        PictureFiles.writePng(file, PICTURE, text);
        assertThat(PictureFiles.read(file)).isEqualTo(PICTURE);
        assertThat(PictureFiles.text(file)).containsExactlyInAnyOrderEntriesOf(text);
        assertThat(present()).containsExactly("out.png");
    }

    @Test
    void sameInputSameBytes() throws IOException {
        Map<String, String> text = Map.of("seed", "7");
        assertThat(PictureFiles.png(PICTURE, text)).isEqualTo(PictureFiles.png(PICTURE, text));
        Path file = folder.resolve("out.png");
        PictureFiles.writePng(file, TestFiles.gradient(3, 3), Map.of());
        assertThat(PictureFiles.text(file)).isEmpty();
        PictureFiles.writePng(file, PICTURE, text);
        assertThat(Files.readAllBytes(file)).isEqualTo(PictureFiles.png(PICTURE, text));
    }

    @Test
    void refusesIllegalText() {
        for (String key : new String[] {"", " a", "a ", "a  b", "k".repeat(80), "a\nb", "画", "a\u0000b", "\u00a0"}) {
            assertThatThrownBy(() -> PictureFiles.png(PICTURE, Map.of(key, "value")))
                    .as(key)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("1..79")
                    .message()
                    .hasLineCount(1);
        }
        for (String value : new String[] {"a\u0000", "\ud800", "\udc00x"}) {
            assertThatThrownBy(() -> PictureFiles.png(PICTURE, Map.of("key", value)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'key'");
        }
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() throws IOException {
        Path inNoFolder = folder.resolve("missing").resolve("out.png");
        assertThatThrownBy(() -> PictureFiles.writePng(inNoFolder, PICTURE, Map.of()))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("cannot write " + inNoFolder + ": no such file or folder");
        Path taken = Files.createDirectories(folder.resolve("taken.png").resolve("full"));
        Path asFolder = folder.resolve("taken.png");
        assertThatThrownBy(() -> PictureFiles.writePng(asFolder, PICTURE, Map.of()))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("cannot write " + asFolder);
        assertThat(taken).exists();
        Path inAFile = Files.writeString(folder.resolve("file"), "x").resolve("out.png");
        assertThatThrownBy(() -> PictureFiles.writePng(inAFile, PICTURE, Map.of()))
                .isInstanceOf(CodeVarException.class);
        assertThatThrownBy(() -> PictureFiles.writePng(Path.of("/"), PICTURE, Map.of()))
                .isInstanceOf(CodeVarException.class);
        assertThat(present()).containsExactly("file", "taken.png");
    }

    @Test
    void aFailedWriteKeepsWhatWasThere() throws IOException {
        Path file = folder.resolve("out.png");
        PictureFiles.writePng(file, PICTURE, Map.of());
        assertThatThrownBy(() -> PictureFiles.writePng(file, TestFiles.gradient(2, 2), Map.of("", "")))
                .isInstanceOf(InvalidInputException.class);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> PictureFiles.writePng(file, TestFiles.gradient(2, 2), Map.of()))
                    .isInstanceOf(CodeVarException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(PictureFiles.read(file)).isEqualTo(PICTURE);
        assertThat(present()).containsExactly("out.png");
    }

    @Test
    void whatCannotBeReadIsNamed() {
        Path missing = folder.resolve("missing.png");
        assertThatThrownBy(() -> PictureFiles.read(missing))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("cannot read " + missing + ": no such file or folder");
        assertThatThrownBy(() -> PictureFiles.readMask(folder))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("cannot read " + folder);
    }
}
