package dev.codevar.files.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Libtorch;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
    /** A shorter side of 36 needs no change of size. */
    private static final int SIDE = 32;

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    private PictureFolder open() {
        return PictureFolder.train(folder, SIDE, told::add);
    }

    private static byte[] bytes(PictureData data, Crops crops, int... pictures) {
        try (PointerScope scope = new PointerScope()) {
            byte[] bytes = new byte[pictures.length * 3 * data.side() * data.side()];
            data.batch(crops, pictures).data_ptr_byte().get(bytes);
            return bytes;
        }
    }

    /** {@return the square as it stands in the picture} */
    private static byte[] expected(Picture picture, int left, int top) {
        byte[] square = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < square.length; i++) {
            square[i] = (byte) picture.sample(left + i % SIDE, top + i / SIDE % SIDE, i / (SIDE * SIDE));
        }
        return square;
    }

    @Test
    void aLinkThatLeadsNowhereIsSaid() throws IOException {
        TrainingFiles.png(folder.resolve("a/x.png"), 36, 50, 1);
        Path link = Files.createSymbolicLink(folder.resolve("a/y.png"), Path.of("nowhere.png"));
        assertThatThrownBy(this::open)
                .isInstanceOf(CodeVarException.class)
                .hasMessage(link + " is a link that leads nowhere: put the picture there, or delete it");
        Files.move(link, link.resolveSibling("y.txt"));
        assertThat(open().count()).isEqualTo(1);
    }

    /** macOS keeps an accent behind its letter, other systems the letter with its accent. */
    @Test
    void accentsAreTheSameHoweverTheyAreWritten() throws IOException {
        TrainingFiles.png(folder.resolve("train/Cafe\u0301/x.png"), 36, 50, 1);
        TrainingFiles.png(folder.resolve("val/Caf\u00e9/y.png"), 36, 50, 2);
        FolderListing training = FolderListing.training(folder.resolve("train"));
        assertThat(training.classes()).containsExactly("Caf\u00e9");
        assertThat(training.measuring(folder.resolve("val")).files())
                .extracting(FolderListing.Entry::label)
                .containsExactly(0);
        TrainingFiles.png(folder.resolve("train/Caf\u00e9/x.png"), 36, 50, 3);
        assertThatThrownBy(() -> FolderListing.training(folder.resolve("train")))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("two folders of one name");
    }

    @Test
    void aSquareIsCutOutOfEachPicture() throws IOException {
        TrainingFiles.png(folder.resolve("a/x.png"), 36, 50, 1);
        PictureFolder data = open();
        Picture picture = TrainingFiles.noise(36, 50, 1);
        assertThat(bytes(data, Crops.CENTRE, 0)).isEqualTo(expected(picture, 2, 9));
        Set<String> places = new HashSet<>();
        for (int epoch = 0; epoch < 20; epoch++) {
            Crops crops = Crops.random(5, epoch);
            int left = crops.left(0, 4);
            int top = crops.top(0, 18);
            assertThat(bytes(data, crops, 0)).isEqualTo(expected(picture, left, top));
            places.add(left + " " + top);
        }
        assertThat(places).hasSizeGreaterThan(10);
    }

    @Test
    void readingAheadChangesNothing() throws IOException {
        TrainingFiles.folders(folder);
        Path train = folder.resolve("train");
        PictureFolder ahead = PictureFolder.train(train, SIDE, why -> {});
        PictureFolder plain = PictureFolder.train(train, SIDE, why -> {});
        int[][] steps = {{0, 5, 2, 3}, {9, 3, 3, 12}, {1, 4, 11, 7}, {8, 6, 10, 0}};
        for (int step = 0; step < steps.length; step++) {
            if (step + 1 < steps.length) {
                ahead.expect(Crops.random(1, (step + 1) / 2), steps[step + 1]);
            }
            Crops crops = Crops.random(1, step / 2);
            assertThat(bytes(ahead, crops, steps[step])).isEqualTo(bytes(plain, crops, steps[step]));
        }
    }

    @Test
    void brokenPicturesAreNamedOnceAndTheNextStandsInForThem() throws IOException {
        TrainingFiles.png(folder.resolve("a/0.png"), 36, 36, 1);
        byte[] jpeg = TrainingFiles.jpeg(40, 40);
        Files.write(folder.resolve("a/1.jpg"), Arrays.copyOf(jpeg, jpeg.length - 2));
        Files.writeString(folder.resolve("a/2.jpg"), "some text");
        TrainingFiles.png(folder.resolve("b/0.png"), 36, 36, 2);
        byte[] png = Files.readAllBytes(folder.resolve("b/0.png"));
        Files.write(folder.resolve("b/1.png"), Arrays.copyOf(png, png.length / 2));
        cmyk(folder.resolve("b/2.jpg"));
        PictureFolder data = open();
        assertThat(data.shown(2)).as("asked before it is read").isEqualTo(3);
        for (int round = 0; round < 2; round++) {
            assertThat(bytes(data, Crops.CENTRE, 1, 4, 0)).isEqualTo(bytes(data, Crops.CENTRE, 3, 5, 0));
        }
        assertThat(IntStream.range(0, 6).map(data::shown)).containsExactly(0, 3, 3, 3, 5, 5);
        try (PointerScope scope = new PointerScope()) {
            assertThat(data.labels(1, 4).select(0, 0).item_long()).isEqualTo(1);
            assertThat(data.labels(1, 4).select(0, 1).item_long()).isEqualTo(1);
        }
        assertThat(told).hasSize(3);
        assertThat(told).anyMatch(why -> why.endsWith("1.jpg: the jpeg data are cut off"));
        assertThat(told).anyMatch(why -> why.endsWith("2.jpg: it is not a PNG, JPEG, BMP, GIF, WebP or TIFF file"));
        assertThat(told).anyMatch(why -> why.contains(folder.resolve("b/1.png") + ": "));
    }

    /** Four colours, as a few of ImageNet's files have them. */
    private static void cmyk(Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(
                    new IIOImage(new BufferedImage(36, 36, BufferedImage.TYPE_4BYTE_ABGR).getRaster(), null, null));
        } finally {
            writer.dispose();
        }
    }

    @Test
    void whereAllAreBrokenNothingIsShown() throws IOException {
        Files.createDirectory(folder.resolve("a"));
        Files.writeString(folder.resolve("a/1.png"), "x");
        Files.writeString(folder.resolve("a/2.png"), "x");
        assertThatThrownBy(() -> open().batch(1))
                .isInstanceOf(CodeVarException.class)
                .hasMessageStartingWith("none of the 2 pictures in " + folder + " can be read: cannot read ")
                .hasMessageContaining("2.png");
    }

    @Test
    void aFileThatIsGoneIsNoBrokenPicture() throws IOException {
        TrainingFiles.png(folder.resolve("a/0.png"), 36, 36, 1);
        TrainingFiles.png(folder.resolve("a/1.png"), 36, 36, 1);
        PictureFolder data = open();
        Files.delete(folder.resolve("a/0.png"));
        assertThatThrownBy(() -> data.batch(0))
                .isInstanceOf(CodeVarException.class)
                .hasMessageStartingWith("cannot read " + folder.resolve("a/0.png"));
        assertThat(told).isEmpty();
    }

    @Test
    void greySmallAndTransparentPicturesAreRead() throws IOException {
        BufferedImage grey = new BufferedImage(36, 36, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 36 * 36; i++) {
            grey.getRaster().setSample(i % 36, i / 36, 0, 90);
        }
        Files.createDirectory(folder.resolve("a"));
        ImageIO.write(grey, "png", folder.resolve("a/grey.png").toFile());
        ImageIO.write(grey, "jpg", folder.resolve("a/grey2.jpg").toFile());
        BufferedImage clear = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        ImageIO.write(clear, "png", folder.resolve("a/none.png").toFile());
        PictureFolder data = open();
        assertThat(bytes(data, Crops.CENTRE, 0)).containsOnly(90);
        assertThat(bytes(data, Crops.CENTRE, 1)).containsOnly(90);
        assertThat(bytes(data, Crops.random(1, 1), 2)).as("on white").containsOnly(255);
        assertThat(told).isEmpty();
    }

    @Test
    void filesLieAnywhereInAClasssFolder() throws IOException {
        TrainingFiles.png(folder.resolve("b/deep/er/2.png"), 9, 9, 1);
        TrainingFiles.png(folder.resolve("b/1.PNG"), 9, 9, 1);
        TrainingFiles.png(folder.resolve("a/3.png"), 9, 9, 1);
        TrainingFiles.png(folder.resolve("a/.hidden.png"), 9, 9, 1);
        TrainingFiles.png(folder.resolve("a/.hidden/1.png"), 9, 9, 1);
        TrainingFiles.png(folder.resolve(".cache/1.png"), 9, 9, 1);
        Files.writeString(folder.resolve("a/notes.txt"), "none of them");
        Files.writeString(folder.resolve("readme.png"), "of no class");
        PictureFolder data = open();
        assertThat(data.classNames().orElseThrow()).containsExactly("a", "b");
        assertThat(IntStream.range(0, data.count()).map(data::label)).containsExactly(0, 1, 1);
        assertThat(told).isEmpty();
    }

    @Test
    void classesTakeTurnsWhereIsMeasured() throws IOException {
        Path train = folder.resolve("train");
        TrainingFiles.folders(folder);
        PictureFolder data = PictureFolder.train(train, SIDE, told::add);
        PictureData val = data.measuring(folder.resolve("val"));
        assertThat(IntStream.range(0, 10).map(val::label)).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        PictureData four = new FirstPictures(val, 4);
        assertThat(four.identity().orElseThrow()).startsWith("first 4 of ");
        assertThat(bytes(four, Crops.CENTRE, 3)).isEqualTo(bytes(val, Crops.CENTRE, 3));
        TrainingFiles.png(folder.resolve("val/bird/1.png"), 9, 9, 1);
        assertRefused(() -> data.measuring(folder.resolve("val")), "val/bird is of no class", "has no folder bird");
        Files.createDirectories(folder.resolve("empty/cat"));
        assertRefused(() -> data.measuring(folder.resolve("empty")), "has no pictures to measure with");
        assertRefused(() -> data.measuring(folder.resolve("none")), "there is no folder");
        Files.createDirectory(train.resolve("cow"));
        assertRefused(() -> PictureFolder.train(train, SIDE, told::add), "train/cow has no pictures");
        assertRefused(() -> PictureFolder.train(train.resolve("cat"), SIDE, told::add), "has no folders");
    }

    private static void assertRefused(Runnable what, String... parts) {
        assertThatThrownBy(what::run)
                .isInstanceOf(CodeVarException.class)
                .message()
                .contains(parts)
                .hasLineCount(1);
    }

    @Test
    void theIdentityIsOfNamesSizesTimesAndSide() throws IOException {
        TrainingFiles.png(folder.resolve("a/0.png"), 36, 36, 1);
        TrainingFiles.png(folder.resolve("b/0.png"), 36, 36, 1);
        String first = open().identity().orElseThrow();
        assertThat(open().identity()).contains(first);
        assertThat(PictureFolder.train(folder, 16, told::add).identity()).isNotEqualTo(open().identity());
        Path file = folder.resolve("b/0.png");
        FileTime time = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1000));
        assertThat(open().identity().orElseThrow()).isNotEqualTo(first);
        Files.setLastModifiedTime(file, time);
        assertThat(open().identity()).contains(first);
        Files.move(file, folder.resolve("b/1.png"));
        assertThat(open().identity().orElseThrow()).isNotEqualTo(first);
    }
}
