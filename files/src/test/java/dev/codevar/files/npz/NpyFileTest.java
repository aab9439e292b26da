package dev.codevar.files.npz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole numbers are written as numpy writes them. */
class NpyFileTest {
    @TempDir
    Path folder;

    @Test
    void writesWhatNumpyWrites() throws IOException {
        Path file = folder.resolve("labels.npy");
        NpyFile.write(file, NpzFixtures.LABELS, 3);
        try (ZipFile zip = new ZipFile(NpzFixtures.FOLDER.resolve("stored.npz").toFile());
                InputStream entry = zip.getInputStream(zip.getEntry("labels.npy"))) {
            assertThat(file).hasBinaryContent(entry.readAllBytes());
        }
    }

    @Test
    void severalDimensionsAreReadBackInOrder() {
        Path file = folder.resolve("matrix.npy");
        NpyFile.write(file, new int[] {1, 2, 3, -4, 5, 1 << 30}, 2, 3);
        try (NpyStream array = NpyFile.open(file)) {
            assertThat(array.header()).isEqualTo(NpyHeader.of(NpyType.INT32, 2, 3));
            long[] row = new long[3];
            assertThat(array.readLongs(row)).isEqualTo(3);
            assertThat(row).containsExactly(1, 2, 3);
            assertThat(array.readLongs(row)).isEqualTo(3);
            assertThat(row).containsExactly(-4, 5, 1 << 30);
        }
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() throws IOException {
        Path file = folder.resolve("a.npy");
        assertThatThrownBy(() -> NpyFile.write(file, new int[5], 2, 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("an array <i4 (2, 3) has 6 elements, got 5");
        assertThat(file).doesNotExist();
        Path taken = Files.createDirectory(folder.resolve("folder.npy"));
        assertThatThrownBy(() -> NpyFile.write(taken, new int[1], 1))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(taken.toString());
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
    }
}
