package dev.codevar.files.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledPicturesTest {
    @TempDir
    Path folder;

    private LabelledPictures open() {
        return LabelledPictures.open(folder, 16, why -> {});
    }

    @Test
    void whatIsThereTellsTheKind() throws IOException {
        TrainingFiles.fashionMnist(folder.resolve("."), 2);
        assertThat(open().training()).isInstanceOf(FashionMnist.class);
        assertThat(open().test().count()).isEqualTo(2);
        Path cifar = Files.createDirectory(folder.resolve("cifar"));
        TrainingFiles.cifar10(cifar, 2);
        LabelledPictures ten = LabelledPictures.open(cifar, 16, why -> {});
        assertThat(ten.training()).isInstanceOf(Cifar.class);
        assertThat(ten.training().count() + ten.test().count()).isEqualTo(12);
        Path folders = Files.createDirectory(folder.resolve("folders"));
        TrainingFiles.folders(folders);
        LabelledPictures two = LabelledPictures.open(folders, 16, why -> {});
        assertThat(two.training().count()).isEqualTo(13);
        assertThat(two.training().side()).isEqualTo(16);
        assertThat(two.test().classNames().orElseThrow()).containsExactly("cat", "dog");
    }

    @Test
    void oneFileOfFourIsEnoughToSayWhichIsMissing() throws IOException {
        Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), new byte[0]);
        assertRefused("neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz");
    }

    @Test
    void noneAndSeveralAreRefused() throws IOException {
        assertRefused("it has neither Fashion-MNIST's IDX files", "nor CIFAR's", "nor a folder 'train'");
        Files.createDirectory(folder.resolve("train"));
        Files.write(folder.resolve("test.bin"), new byte[3074]);
        assertRefused("more than one kind: it has CIFAR's binary files", "and a folder 'train'");
        assertThatThrownBy(() -> LabelledPictures.open(folder.resolve("none"), 16, why -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no such folder");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::open)
                .isInstanceOfAny(CodeVarException.class, InvalidInputException.class)
                .message()
                .contains(folder.toString())
                .contains(parts)
                .hasLineCount(1);
    }
}
