package dev.codevar.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void writesAllOfIt() throws IOException {
        byte[] content = new byte[3_000_001];
        new Random(1).nextBytes(content);
        Path file = folder.resolve("a.json");
        WholeFile.write(file, content);
        assertThat(file).hasBinaryContent(content);
        WholeFile.write(folder.resolve("empty"), new byte[0]);
        assertThat(folder.resolve("empty")).isEmptyFile();
        assertThat(names()).containsExactlyInAnyOrder("a.json", "empty");
    }

    @Test
    void replacesWhatIsThere() throws IOException {
        Path file = folder.resolve("a.json");
        WholeFile.write(file, "a longer text".getBytes(UTF_8));
        WholeFile.write(file, "short".getBytes(UTF_8));
        assertThat(file).hasContent("short");
        assertThat(names()).containsExactly("a.json");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whoReadsTheOldFileReadsItToTheEnd() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "old");
        try (var reader = Files.newBufferedReader(file)) {
            WholeFile.write(file, "new".getBytes(UTF_8));
            assertThat(reader.readLine()).isEqualTo("old");
        }
    }

    @Test
    void aMissingFolderIsNamedAndNotMade() throws IOException {
        Path file = folder.resolve("no").resolve("a.json");
        assertThatThrownBy(() -> WholeFile.write(file, new byte[1]))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("cannot write " + file + ": no such file or folder");
        assertThat(names()).isEmpty();
    }

    @Test
    void foldersAreNotReplaced() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> WholeFile.write(empty, new byte[1]))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("cannot write " + empty + ": it is a folder");
        assertThatThrownBy(() -> WholeFile.write(Path.of("/"), new byte[1]))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("cannot write /");
        assertThat(names()).containsExactly("empty");
    }

    @Test
    void filesAreNoFolders() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> WholeFile.write(file.resolve("a.json"), new byte[1]))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(file.resolve("a.json").toString())
                .message()
                .hasLineCount(1);
        assertThat(names()).containsExactly("file");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void linksAreFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        WholeFile.write(link, "new".getBytes(UTF_8));
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new").isRegularFile();
        assertThat(names()).containsExactlyInAnyOrder("elsewhere", "link");
        assertThat(elsewhere).isDirectoryContaining(file -> file.equals(target));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void devicesAndPipesAreNotReplaced() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), pipe);
        for (Path file : List.of(pipe, linked)) {
            assertThatThrownBy(() -> WholeFile.write(file, new byte[1]))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessage("cannot write " + file + ": it is a device or pipe, not a file");
        }
        assertThat(Files.isRegularFile(pipe)).isFalse();
        assertThat(names()).containsExactlyInAnyOrder("pipe", "linked");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
