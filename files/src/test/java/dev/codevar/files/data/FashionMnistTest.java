package dev.codevar.files.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
    private static final int PIXELS = 28 * 28;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @BeforeEach
    void threePictures() throws IOException {
        write("train-images-idx3-ubyte", images(0x0803, 3, 28, 28));
        write("train-labels-idx1-ubyte", whole(bytes(9, 0x0801, 3).put(new byte[] {4, 0, 9})), 11);
    }

    @Test
    void picturesHaveABlackEdgeAndThreeEqualChannels() {
        FashionMnist data = FashionMnist.train(folder);
        assertThat(data.count()).isEqualTo(3);
        assertThat(data.side()).isEqualTo(32);
        assertThat(data.classes()).isEqualTo(10);
        assertThat(data.label(2)).isEqualTo(9);
        try (PointerScope scope = new PointerScope()) {
            Tensor batch_B3hw = data.batch(2, 0);
            assertThat(batch_B3hw.sizes().vec().get()).containsExactly(2, 3, 32, 32);
            byte[] got = new byte[2 * 3 * 32 * 32];
            batch_B3hw.data_ptr_byte().get(got);
            byte[] expected = new byte[got.length];
            for (int i = 0; i < got.length; i++) {
                int x = i % 32 - 2;
                int y = i / 32 % 32 - 2;
                int picture = i < got.length / 2 ? 2 : 0;
                boolean inside = x >= 0 && x < 28 && y >= 0 && y < 28;
                expected[i] = inside ? pixel(picture * PIXELS + y * 28 + x) : 0;
            }
            assertThat(got).isEqualTo(expected);
            assertThat(data.labels(2, 0).select(0, 0).item_long()).isEqualTo(9);
        }
        assertThatThrownBy(() -> data.batch(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(data::batch).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void packedFilesAreTheSame() throws IOException {
        for (String name : new String[] {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"}) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(Files.readAllBytes(folder.resolve(name)));
            }
            Files.delete(folder.resolve(name));
            write(name + ".gz", packed.toByteArray());
        }
        FashionMnist data = FashionMnist.train(folder);
        assertThat(data.count()).isEqualTo(3);
        assertThat(data.label(0)).isEqualTo(4);
        byte[] cut = Files.readAllBytes(folder.resolve("train-images-idx3-ubyte.gz"));
        write("train-images-idx3-ubyte.gz", cut, cut.length / 2);
        assertRefused("train-images-idx3-ubyte.gz", "cannot read");
    }

    @Test
    void brokenFilesEndInOneLineThatNamesThem() throws IOException {
        byte[] sound = Files.readAllBytes(folder.resolve("train-images-idx3-ubyte"));
        String images = "train-images-idx3-ubyte";
        write(images, images(0x0801, 3, 28, 28));
        assertRefused(images, "does not begin with 0x00000803");
        write(images, new byte[0]);
        assertRefused(images, "does not begin with 0x00000803");
        write(images, sound, 9);
        assertRefused(images, "ends within its header");
        write(images, sound, sound.length - 1);
        assertRefused(images, "ends after 2351 of 3 x 28 x 28 bytes");
        write(images, Arrays.copyOf(sound, sound.length + 1));
        assertRefused(images, "goes on after its 3 x 28 x 28 bytes");
        write(images, whole(bytes(0, 0x0803, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE)));
        assertRefused(images, "2147483647 x 2147483647", "at most 1073741824");
        write(images, whole(bytes(0, 0x0803, -1, 28, 28)));
        assertRefused(images, "4294967295 x 28 x 28");
        write(images, whole(bytes(0, 0x0803, 0, 28, 28)));
        assertRefused(images, "at least 1");
        // A header that promises a gigabyte costs no memory before the bytes are there.
        write(images, whole(bytes(0, 0x0803, 1 << 20, 28, 28)));
        assertRefused(images, "ends after 0 of");
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() throws IOException {
        write("train-images-idx3-ubyte", images(0x0803, 2, 28, 28));
        assertRefused("has 2 pictures", "3 labels");
        write("train-images-idx3-ubyte", images(0x0803, 3, 28, 27));
        assertRefused("pictures of 27x28 pixels, not 28x28");
        write("train-images-idx3-ubyte", images(0x0803, 3, 28, 28));
        write("train-labels-idx1-ubyte", whole(bytes(9, 0x0801, 3).put(new byte[] {4, 10, 9})), 11);
        assertRefused("label 10 of picture 1", "between 0 and 9");
        Files.delete(folder.resolve("train-labels-idx1-ubyte"));
        assertRefused("neither train-labels-idx1-ubyte nor train-labels-idx1-ubyte.gz");
        assertThatThrownBy(() -> FashionMnist.test(folder.resolve("none")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no such folder")
                .hasMessageContaining("apt install dataset-fashion-mnist");
    }

    /** What is published: 60,000 and 10,000 pictures, of every class as many. */
    @Test
    void thePublishedFilesAreWhole() {
        assumeTrue(Files.isDirectory(FashionMnist.FOLDER), "dataset-fashion-mnist is not installed");
        for (FashionMnist data :
                new FashionMnist[] {FashionMnist.train(FashionMnist.FOLDER), FashionMnist.test(FashionMnist.FOLDER)}) {
            int[] counts = new int[10];
            for (int i = 0; i < data.count(); i++) {
                counts[data.label(i)]++;
            }
            assertThat(counts).containsOnly(data.count() / 10);
            assertThat(data.count()).isIn(60_000, 10_000);
        }
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> FashionMnist.train(folder))
                .isInstanceOf(CodeVarException.class)
                .message()
                .contains(folder.toString())
                .contains(parts)
                .hasLineCount(1);
    }

    private static byte[] images(int magic, int count, int height, int width) {
        ByteBuffer file = bytes(count * height * width, magic, count, height, width);
        for (int i = 0; file.hasRemaining(); i++) {
            file.put(pixel(i));
        }
        return whole(file);
    }

    private static byte pixel(int place) {
        return (byte) (place * 31 + 200);
    }

    private static byte[] whole(ByteBuffer file) {
        byte[] bytes = new byte[file.capacity()];
        file.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer bytes(int content, int... header) {
        ByteBuffer file = ByteBuffer.allocate(header.length * Integer.BYTES + content);
        Arrays.stream(header).forEach(file::putInt);
        return file;
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    private void write(String name, byte[] content, int length) throws IOException {
        write(name, Arrays.copyOf(content, length));
    }
}
