package dev.codevar.evaluation.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.TestPictures;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzWriter;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.tensor.Libtorch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureSetTest {
    private static final TestPictures PICTURES = TestPictures.random(11, 0, 1);

    @TempDir
    Path folder;

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void anArrayIsReadInAnyOrder() {
        try (PictureSet set = PictureSet.open(PICTURES.npz(folder.resolve("p.npz")))) {
            assertThat(set.count()).isEqualTo(11);
            assertThat(set.height()).isEqualTo(TestPictures.HEIGHT);
            assertThat(set.width()).isEqualTo(TestPictures.WIDTH);
            assertThat(set.run()).isNull();
            for (int[] part : new int[][] {{0, 4}, {4, 3}, {9, 2}, {2, 5}, {0, 11}, {10, 1}}) {
                assertThat(TestPictures.read(set, part[0], part[1])).isEqualTo(rowsFirst(part[0], part[1]));
            }
            assertThatThrownBy(() -> set.read(9, 3)).isInstanceOf(InvalidInputException.class);
        }
    }

    /** What numpy wrote, stored and deflated. */
    @Test
    void arraysOfNumpyAreRead() {
        for (String name : new String[] {"stored.npz", "deflated.npz"}) {
            try (PictureSet set = PictureSet.open(Path.of("../files/src/test/resources/npz", name))) {
                assertThat(set.count()).isEqualTo(2);
                byte[] read = TestPictures.read(set, 0, 2);
                for (int i = 0; i < read.length; i++) {
                    int place = i % 12;
                    int colour = i / 12 % 3;
                    assertThat(read[i]).isEqualTo((byte) ((i / 36 * 36 + place * 3 + colour) * 7));
                }
            }
        }
    }

    @Test
    void filesAreReadInNaturalOrder() throws IOException {
        for (int i = 0; i < 11; i++) {
            PictureFiles.writePng(folder.resolve("p" + i + (i == 3 ? ".PNG" : ".png")), PICTURES.picture(i), Map.of());
        }
        Files.writeString(folder.resolve("notes.txt"), "no picture");
        Files.writeString(folder.resolve(".p5.png"), "no picture either");
        try (PictureSet set = PictureSet.open(folder)) {
            assertThat(set.count()).isEqualTo(11);
            assertThat(TestPictures.read(set, 0, 11)).isEqualTo(rowsFirst(0, 11));
            assertThat(TestPictures.read(set, 8, 3)).isEqualTo(rowsFirst(8, 3));
        }
    }

    @Test
    void fileNamesThatLieTellNoOrigin() throws IOException {
        PictureFiles.writePng(folder.resolve("p0.png"), PICTURES.picture(0), Map.of());
        Files.write(folder.resolve("p1.png"), jpeg());
        try (PictureSet set = PictureSet.open(folder)) {
            assertThat(TestPictures.read(set, 0, 2)).hasSize(2 * TestPictures.PICTURE_BYTES);
            assertThat(set.origins()).isEmpty();
        }
    }

    @Test
    void aJpegThatIsCutOffIsNamed() throws IOException {
        byte[] jpeg = jpeg();
        Files.write(folder.resolve("p0.jpg"), jpeg);
        Files.write(folder.resolve("p1.jpg"), Arrays.copyOf(jpeg, jpeg.length - 2));
        try (PictureSet set = PictureSet.open(folder)) {
            assertThatThrownBy(() -> set.read(0, 2))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("p1.jpg: the jpeg data are cut off");
        }
    }

    private static byte[] jpeg() throws IOException {
        BufferedImage image = new BufferedImage(TestPictures.WIDTH, TestPictures.HEIGHT, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        return bytes.toByteArray();
    }

    @Test
    void namesInNaturalOrder() {
        String[] names = {
            "a", "a1b", "a2", "a02b", "a10", "a10b3", "a10b12", "b", "10", "9", "99999999999999999999", "007"
        };
        Arrays.sort(names, new NaturalOrder());
        assertThat(names)
                .containsExactly(
                        "007",
                        "9",
                        "10",
                        "99999999999999999999",
                        "a",
                        "a1b",
                        "a2",
                        "a02b",
                        "a10",
                        "a10b3",
                        "a10b12",
                        "b");
        assertThat(new NaturalOrder().compare("a01", "a1")).isNegative();
        assertThat(new NaturalOrder().compare("a1", "a1")).isZero();
    }

    @Test
    void aPictureThatDoesNotFitIsNamed() throws IOException {
        PictureFiles.writePng(folder.resolve("a.png"), PICTURES.picture(0), Map.of());
        PictureFiles.writePng(folder.resolve("b.png"), new Picture(2, 1, new byte[6]), Map.of());
        try (PictureSet set = PictureSet.open(folder)) {
            assertThatThrownBy(() -> set.read(0, 2))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("b.png is of 2x1 pixels, but ")
                    .hasMessageContaining("a.png of 6x4");
        }
        Files.writeString(folder.resolve("b.png"), "no picture");
        try (PictureSet set = PictureSet.open(folder)) {
            assertThatThrownBy(() -> set.read(1, 1))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("b.png")
                    .hasMessageContaining("not a PNG");
        }
    }

    @Test
    void whatIsNoSetIsRefusedInOneLine() throws IOException {
        refused(folder, "holds no pictures");
        refused(folder.resolve("none.npz"), "none.npz: no such file");
        refused(Files.writeString(folder.resolve("text.npz"), "no archive"), "text.npz", "no npz");
        refused(
                array("four.npz", NpyHeader.of(NpyType.UINT8, 2, 4, 6, 4)),
                "four.npz",
                "'arr_0' holds no pictures: it is |u1 (2, 4, 6, 4), wanted is |u1 (any, any, any, 3)");
        refused(array("one.npz", NpyHeader.of(NpyType.UINT8, 4, 6, 3)), "one.npz", "|u1 (4, 6, 3)");
        refused(array("float.npz", NpyHeader.of(NpyType.FLOAT32, 2, 4, 6, 3)), "float.npz", "<f4 (2, 4, 6, 3)");
        refused(array("empty.npz", NpyHeader.of(NpyType.UINT8, 0, 4, 6, 3)), "empty.npz holds 0 pictures");
        refused(array("thin.npz", NpyHeader.of(NpyType.UINT8, 2, 0, 6, 3)), "thin.npz", "6x0 pixels");
        Path cut = PICTURES.npz(folder.resolve("cut.npz"));
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 500));
        refused(cut, "cut.npz");
    }

    /** Whatever the array is called and however it lies; numpy wrote it. */
    @Test
    void theOnlyArrayOfPicturesIsTakenAndSaid() {
        try (PictureSet usual = PictureSet.open(Path.of("../files/src/test/resources/npz/one.npz"));
                PictureSet other = PictureSet.open(Path.of("../files/src/test/resources/npz/orders.npz"));
                PictureSet npy = PictureSet.open(Path.of("../files/src/test/resources/npz/fortran4.npy"))) {
            byte[] expected = TestPictures.read(usual, 0, 2);
            assertThat(TestPictures.read(other, 0, 2)).isEqualTo(expected);
            assertThat(TestPictures.read(npy, 1, 1)).isEqualTo(Arrays.copyOfRange(expected, 36, 72));
            assertThat(TestPictures.read(npy, 0, 2)).isEqualTo(expected);
            assertThat(other.note())
                    .hasValueSatisfying(note -> assertThat(note)
                            .endsWith(
                                    "orders.npz: its pictures are the array 'fortran', the only one that may be some"));
            assertThat(usual.note()).isEmpty();
            assertThat(npy.note()).isEmpty();
            assertThat(npy.identity()).startsWith("npy |u1 (2, 3, 4, 3), 200 bytes of ");
        }
    }

    @Test
    void severalArraysOfPicturesAreNamed() {
        NpyHeader pictures = NpyHeader.of(NpyType.UINT8, 2, 4, 6, 3);
        refused(
                arrays("two.npz", pictures, "real", "fake"),
                "two.npz holds several arrays",
                "'real', 'fake'",
                "'arr_0'");
        try (PictureSet set = PictureSet.open(arrays("first.npz", pictures, "real", "arr_0"))) {
            assertThat(set.count()).isEqualTo(2);
            assertThat(set.note()).isEmpty();
        }
        refused(
                arrays("numbers.npz", NpyHeader.of(NpyType.INT32, 2), "a", "b"),
                "numbers.npz holds no pictures: no array of 8 bits (n, h, w, 3) among 'a', 'b'");
    }

    @Test
    void greyPicturesAreThreeEqualColours() {
        for (long[] shape : new long[][] {{2, 2, 2}, {2, 2, 2, 1}}) {
            Path file = folder.resolve("grey" + shape.length + ".npz");
            try (NpzWriter npz = NpzWriter.create(file)) {
                try (var array = npz.array("arr_0", NpyHeader.of(NpyType.UINT8, shape))) {
                    array.write(new byte[] {1, 2, 3, 4, 5, 6, 7, (byte) 255});
                }
                npz.commit();
            }
            try (PictureSet set = PictureSet.open(file)) {
                assertThat(TestPictures.read(set, 1, 1)).containsExactly(5, 6, 7, 255, 5, 6, 7, 255, 5, 6, 7, 255);
            }
        }
    }

    @Test
    void foldersOfClassesMayLieInOneFolder() throws IOException {
        String[] names = {"set/val/bag/1.png", "set/val/shoe/2.png", "set/val/bag/3.png"};
        for (int i = 0; i < names.length; i++) {
            Path file = folder.resolve(names[i]);
            Files.createDirectories(file.resolveSibling(""));
            PictureFiles.writePng(file, PICTURES.picture(i), Map.of());
        }
        try (PictureSet set = PictureSet.open(folder)) {
            assertThat(set.folders()).containsExactly("bag", "shoe", "bag");
        }
        Files.delete(folder.resolve("set/val/shoe/2.png"));
        try (PictureSet set = PictureSet.open(folder)) {
            assertThat(set.folders()).as("one folder alone").containsExactly("set", "set");
        }
    }

    @Test
    void foldersInFoldersAreLookedThrough() throws IOException {
        // In this order: folders take turns.
        String[] names = {"bag/1.png", "shoe/9.png", "bag/b/2.bmp.png", "shoe/10.png", "shoe/11.png"};
        for (int i = 0; i < names.length; i++) {
            Path file = folder.resolve(names[i]);
            Files.createDirectories(file.resolveSibling(""));
            PictureFiles.writePng(file, PICTURES.picture(i), Map.of());
        }
        Files.createDirectory(folder.resolve(".hidden"));
        PictureFiles.writePng(folder.resolve(".hidden/1.png"), PICTURES.picture(9), Map.of());
        String before;
        try (PictureSet set = PictureSet.open(folder)) {
            assertThat(TestPictures.read(set, 0, 5)).isEqualTo(rowsFirst(0, 5));
            assertThat(set.count()).isEqualTo(5);
            assertThat(set.folders()).containsExactly("bag", "shoe", "bag", "shoe", "shoe");
            before = set.identity();
        }
        Files.move(folder.resolve("shoe"), folder.resolve("shoes"));
        try (PictureSet set = PictureSet.open(folder)) {
            assertThat(set.identity()).isNotEqualTo(before);
        }
        PictureFiles.writePng(folder.resolve("top.png"), PICTURES.picture(4), Map.of());
        try (PictureSet set = PictureSet.open(folder)) {
            assertThat(set.count()).isEqualTo(6);
            assertThat(set.folders()).isEmpty();
        }
    }

    @Test
    void damageShowsWhenTheLastPictureIsRead() throws IOException {
        Path file = PICTURES.npz(folder.resolve("damaged.npz"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[400] ^= 1;
        Files.write(file, bytes);
        try (PictureSet set = PictureSet.open(file)) {
            assertThatThrownBy(() -> set.read(0, 11))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("damaged.npz")
                    .hasMessageContaining("checksum");
        }
    }

    @Test
    void identityChangesWithThePictures() throws IOException {
        String one = identity(PICTURES.npz(folder.resolve("one.npz")));
        assertThat(identity(PICTURES.npz(folder.resolve("same.npz")))).isEqualTo(one);
        assertThat(identity(TestPictures.random(11, 0, 2).npz(folder.resolve("other.npz"))))
                .isNotEqualTo(one);
        Path file = folder.resolve("a.png");
        PictureFiles.writePng(file, PICTURES.picture(0), Map.of());
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        String before = identity(folder);
        assertThat(identity(folder)).isEqualTo(before);
        Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));
        assertThat(identity(folder)).isNotEqualTo(before);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        Files.move(file, folder.resolve("b.png"));
        assertThat(identity(folder)).isNotEqualTo(before);
    }

    private static String identity(Path place) {
        try (PictureSet set = PictureSet.open(place)) {
            return set.identity();
        }
    }

    private Path array(String name, NpyHeader header) {
        return arrays(name, header, "arr_0");
    }

    private Path arrays(String file, NpyHeader header, String... names) {
        Path npzFile = folder.resolve(file);
        try (NpzWriter npz = NpzWriter.create(npzFile)) {
            for (String name : names) {
                try (var array = npz.array(name, header)) {
                    array.write(new byte[(int) header.bytes()]);
                }
            }
            npz.commit();
        }
        return npzFile;
    }

    private static void refused(Path place, String... parts) {
        assertThatThrownBy(() -> PictureSet.open(place))
                .isInstanceOf(CodeVarException.class)
                .message()
                .hasLineCount(1)
                .contains(parts);
    }

    private static byte[] rowsFirst(int first, int count) {
        int places = TestPictures.HEIGHT * TestPictures.WIDTH;
        byte[] planes = new byte[count * TestPictures.PICTURE_BYTES];
        for (int i = 0; i < planes.length; i++) {
            int picture = first + i / (3 * places);
            int colour = i / places % 3;
            planes[i] = PICTURES.bytes()[(picture * places + i % places) * 3 + colour];
        }
        return planes;
    }
}
