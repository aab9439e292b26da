package dev.codevar.files.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {
    private static final int PIXELS = 3072;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @Test
    void tenClassesFromFiveFiles() throws IOException {
        TrainingFiles.cifar10(folder, 3);
        Files.writeString(
                folder.resolve("batches.meta.txt"),
                "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
        Cifar train = Cifar.train(folder);
        assertThat(train.count()).isEqualTo(15);
        assertThat(train.side()).isEqualTo(32);
        assertThat(train.classes()).isEqualTo(10);
        assertThat(train.classNames().orElseThrow())
                .hasSize(10)
                .startsWith("airplane")
                .endsWith("truck");
        byte[] second = Files.readAllBytes(folder.resolve("data_batch_2.bin"));
        assertThat(train.label(4)).isEqualTo(second[3073]);
        assertPixels(train, 4, Arrays.copyOfRange(second, 3073 + 1, 2 * 3073));
        Cifar test = Cifar.test(folder);
        assertThat(test.count()).isEqualTo(3);
        assertThat(test.label(2)).isEqualTo(8);
        assertThatThrownBy(() -> test.batch(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(test::batch).isInstanceOf(InvalidInputException.class);
    }

    private static void assertPixels(Cifar data, int picture, byte[] expected) {
        try (PointerScope scope = new PointerScope()) {
            Tensor batch_B3hw = data.batch(0, picture);
            assertThat(batch_B3hw.sizes().vec().get()).containsExactly(2, 3, 32, 32);
            byte[] both = new byte[2 * PIXELS];
            batch_B3hw.data_ptr_byte().get(both);
            assertThat(Arrays.copyOfRange(both, PIXELS, both.length)).isEqualTo(expected);
        }
    }

    @Test
    void aHundredClassesAreTheFineOnes() throws IOException {
        byte[] records = hundred(19, 99);
        Files.write(folder.resolve("train.bin"), records);
        Files.write(folder.resolve("test.bin"), records);
        Cifar train = Cifar.train(folder);
        assertThat(train.classes()).isEqualTo(100);
        assertThat(train.count()).isEqualTo(2);
        assertThat(train.label(1)).isEqualTo(99);
        assertThat(train.classNames()).isEmpty();
        assertPixels(train, 1, Arrays.copyOfRange(records, 3076, 6148));
        Files.writeString(
                folder.resolve("fine_label_names.txt"),
                IntStream.range(0, 99).mapToObj(i -> "name" + i).collect(Collectors.joining("\n")));
        assertRefused("fine_label_names.txt", "has 99 names, not 100");
    }

    /** Two pictures; the second's labels are these. */
    private static byte[] hundred(int coarse, int fine) {
        byte[] records = new byte[2 * 3074];
        records[3074] = (byte) coarse;
        records[3075] = (byte) fine;
        Arrays.fill(records, 3076, records.length, (byte) 77);
        return records;
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        assertRefused("has neither CIFAR-10's data_batch_1.bin nor CIFAR-100's train.bin");
        Files.write(folder.resolve("train.bin"), hundred(20, 3));
        assertRefused("train.bin", "label 20 of picture 1, from 0, is not between 0 and 19");
        Files.write(folder.resolve("train.bin"), hundred(0, -1));
        assertRefused("train.bin", "label 255 of picture 1, from 0, is not between 0 and 99");
        Files.write(folder.resolve("train.bin"), new byte[3075]);
        assertRefused("train.bin", "has 3075 bytes, which is no multiple of a picture's 3074");
        Files.write(folder.resolve("train.bin"), new byte[0]);
        assertRefused("train.bin", "has 0 bytes");
        TrainingFiles.cifar10(folder, 1);
        Files.delete(folder.resolve("data_batch_4.bin"));
        assertRefused("cannot read", "data_batch_4.bin");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Cifar.train(folder))
                .isInstanceOf(CodeVarException.class)
                .message()
                .contains(folder.toString())
                .contains(parts)
                .hasLineCount(1);
    }
}
