package dev.codevar.picture;

import static dev.codevar.picture.TestFiles.bytes;
import static dev.codevar.picture.TestFiles.chunk;
import static dev.codevar.picture.TestFiles.joined;
import static dev.codevar.picture.TestFiles.latin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.picture.format.PictureBudget;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures are turned as Exif's table of orientations says. */
class OrientationTest {

    /** TIFF data of one entry, in either byte order. */
    private static byte[] exif(boolean little, int orientation) {
        return little
                ? bytes('I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0)
                : bytes('M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0);
    }

    private static byte[] pngWith(Picture picture, byte[] exif) {
        byte[] png = PictureFiles.png(picture, Map.of());
        int header = 8 + 25;
        return joined(Arrays.copyOf(png, header), chunk("eXIf", exif), Arrays.copyOfRange(png, header, png.length));
    }

    private static byte[] jpegWith(byte[] jpeg, byte[] exif) {
        byte[] segment = joined(bytes(0xff, 0xe1, 0, exif.length + 8), latin("Exif\0\0"), exif);
        return joined(Arrays.copyOf(jpeg, 2), segment, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    /** The table of Exif 2.3: at which side of what is seen the first stored row lies, and at which the first stored column. */
    @ParameterizedTest
    @CsvSource({
        "1, top, left",
        "2, top, right",
        "3, bottom, right",
        "4, bottom, left",
        "5, left, top",
        "6, right, top",
        "7, right, bottom",
        "8, left, bottom"
    })
    void firstRowAndColumnLieWhereTheTableSays(int orientation, String row, String column) {
        Picture stored = TestFiles.gradient(3, 2);
        boolean lying = row.equals("left") || row.equals("right");
        byte[] png = pngWith(stored, exif(orientation % 2 == 0, orientation));
        PictureFile file = PictureFiles.open(png, "test", PictureBudget.DEFAULT);
        Picture seen = file.picture();
        assertThat(seen.width()).isEqualTo(lying ? 2 : 3).isEqualTo(file.width());
        assertThat(seen.height()).isEqualTo(lying ? 3 : 2).isEqualTo(file.height());
        assertThat(file.stored()).isEqualTo(stored);
        for (int r = 0; r < 2; r++) {
            for (int c = 0; c < 3; c++) {
                int fromRowsSide = row.equals("top") || row.equals("left") ? r : 1 - r;
                int fromColumnsSide = column.equals("top") || column.equals("left") ? c : 2 - c;
                int x = lying ? fromRowsSide : fromColumnsSide;
                int y = lying ? fromColumnsSide : fromRowsSide;
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(seen.sample(x, y, channel)).isEqualTo(stored.sample(c, r, channel));
                }
            }
        }
    }

    @Test
    void aJpegIsTurnedToo() {
        BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, 0xffffff);
        }
        byte[] jpeg = TestFiles.byJdk(image, "jpg");
        Picture turned = PictureFiles.read(jpegWith(jpeg, exif(false, 6)), "test");
        assertThat(turned.width()).isEqualTo(16);
        assertThat(turned.height()).isEqualTo(32);
        assertThat(turned.sample(8, 4, 0)).isGreaterThan(250);
        assertThat(turned.sample(8, 28, 0)).isLessThan(5);
        assertThat(PictureFiles.read(jpegWith(jpeg, exif(true, 3)), "test").sample(28, 8, 0))
                .isGreaterThan(250);
    }

    @Test
    void brokenExifDataTurnNothing() {
        Picture stored = TestFiles.gradient(3, 2);
        byte[] whole = exif(true, 6);
        for (int length = 0; length < 22; length++) {
            assertThat(PictureFiles.read(pngWith(stored, Arrays.copyOf(whole, length)), "test"))
                    .isEqualTo(stored);
        }
        for (int value : new int[] {0, 9, 255}) {
            assertThat(PictureFiles.read(pngWith(stored, exif(false, value)), "test"))
                    .isEqualTo(stored);
        }
        byte[] far = whole.clone();
        Arrays.fill(far, 4, 8, (byte) 0x7f);
        assertThat(PictureFiles.read(pngWith(stored, far), "test")).isEqualTo(stored);
    }
}
