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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
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
                array("grey.npz", NpyHeader.of(NpyType.UINT8, 2, 4, 6, 1)),
                "grey.npz",
                "wanted is |u1 (any, any, any, 3)");
        refused(array("float.npz", NpyHeader.of(NpyType.FLOAT32, 2, 4, 6, 3)), "float.npz", "<f4 (2, 4, 6, 3)");
        refused(array("empty.npz", NpyHeader.of(NpyType.UINT8, 0, 4, 6, 3)), "empty.npz holds 0 pictures");
        refused(array("thin.npz", NpyHeader.of(NpyType.UINT8, 2, 0, 6, 3)), "thin.npz", "6x0 pixels");
        Path cut = PICTURES.npz(folder.resolve("cut.npz"));
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 500));
        refused(cut, "cut.npz");
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
        Path file = folder.resolve(name);
        try (NpzWriter npz = NpzWriter.create(file)) {
            try (var array = npz.array("arr_0", header)) {
                array.write(new byte[(int) header.bytes()]);
            }
            npz.commit();
        }
        return file;
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
