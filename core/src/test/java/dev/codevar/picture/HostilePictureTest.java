package dev.codevar.picture;

import static dev.codevar.picture.TestFiles.bytes;
import static dev.codevar.picture.TestFiles.chunk;
import static dev.codevar.picture.TestFiles.deflated;
import static dev.codevar.picture.TestFiles.end;
import static dev.codevar.picture.TestFiles.header;
import static dev.codevar.picture.TestFiles.joined;
import static dev.codevar.picture.TestFiles.latin;
import static dev.codevar.picture.TestFiles.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken and malicious files: each is read, or refused in one line, in little time and memory. */
class HostilePictureTest {
    private static final byte[] PNG = PictureFiles.png(TestFiles.gradient(9, 7), Map.of("a", "b", "unicode", "\u753b"));

    @TempDir
    Path folder;

    private static void readOrRefuse(byte[] file) {
        try {
            Picture picture = PictureFiles.read(file, "test");
            assertThat(picture.width()).isPositive();
        } catch (CodeVarException e) {
            assertThat(e.getMessage()).startsWith("cannot read test").hasLineCount(1);
        }
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatThrownBy(() -> PictureFiles.read(file, "test"))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(why)
                .message()
                .hasLineCount(1);
    }

    @Test
    void aPngThatEndsTooEarlyIsRefusedWhereverItEnds() {
        for (int length = 0; length < PNG.length; length++) {
            byte[] start = Arrays.copyOf(PNG, length);
            assertRefused(start, "cannot read test");
            assertThatThrownBy(() -> PictureFiles.text(start, "test")).isInstanceOf(CodeVarException.class);
        }
    }

    @Test
    void aChangedByteOfAPngIsNoticed() {
        for (int at = 0; at < PNG.length; at++) {
            byte[] changed = PNG.clone();
            changed[at] ^= 0x10;
            assertRefused(changed, "cannot read test");
        }
    }

    @Test
    void otherFormatsAreReadOrRefused() {
        BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int i = 0; i < 24 * 16; i++) {
            image.setRGB(i % 24, i / 24, random.nextInt(0x1000000));
        }
        for (String format : new String[] {"jpg", "gif", "bmp"}) {
            byte[] file = TestFiles.byJdk(image, format);
            for (int length = 0; length < file.length; length += 1 + length / 40) {
                readOrRefuse(Arrays.copyOf(file, length));
            }
            for (int trial = 0; trial < 400; trial++) {
                byte[] changed = file.clone();
                int within = trial % 2 == 0 ? Math.min(64, file.length) : file.length;
                changed[random.nextInt(within)] = (byte) random.nextInt(256);
                readOrRefuse(changed);
            }
        }
    }

    @Test
    void pngsWithRightChecksumsAndWrongContents() {
        byte[] row = chunk("IDAT", deflated(bytes(0, 1, 2, 3)));
        assertRefused(png(end()), "does not begin with its header");
        assertRefused(png(header(1, 1, 8, TestFiles.RGB), end()), "png data are broken");
        assertRefused(png(header(1, 9, 8, TestFiles.RGB), row, end()), "png data are broken");
        assertRefused(png(header(0, 1, 8, TestFiles.RGB), row, end()), "0x1 pixels; each side must be >= 1");
        assertRefused(png(header(-1, 1, 8, TestFiles.RGB), row, end()), "-1x1 pixels; each side must be >= 1");
        assertRefused(png(header(1, 1, 7, TestFiles.RGB), row, end()), "png data are broken");
        assertRefused(png(header(1, 1, 8, 99), row, end()), "png data are broken");
        assertRefused(png(chunk("IHDR", bytes(0, 0)), row, end()), "cannot read test");
        assertRefused(png(header(1, 1, 8, TestFiles.PALETTE), row, end()), "cannot read test");
        assertRefused(png(header(1, 1, 8, TestFiles.RGB), chunk("IDAT", bytes(1, 2, 3)), end()), "png data are broken");
    }

    @Test
    void bombsAreRefusedBeforeTheyGoOff() {
        byte[] row = chunk("IDAT", deflated(new byte[1000]));
        assertRefused(png(header(60000, 60000, 8, TestFiles.RGB), row, end()), "60000x60000 pixels are more than");
        byte[] gif = joined(latin("GIF89a"), bytes(1, 0, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 255, 255, 255, 255, 0, 2, 0));
        assertRefused(gif, "65535x65535 pixels are more than");
        byte[] bmp = TestFiles.byJdk(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "bmp");
        bmp[18] = (byte) 0xea;
        bmp[19] = (byte) 0xea;
        bmp[22] = (byte) 0xea;
        bmp[23] = (byte) 0x10;
        assertRefused(bmp, "cannot read test");
        bmp[30] = 5;
        assertRefused(bmp, "a BMP with a JPEG or PNG inside");
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        byte[] jpeg = TestFiles.byJdk(image, "jpg");
        int frame = TestFiles.indexOf(jpeg, 0xc0);
        Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xea);
        assertRefused(jpeg, "60138x60138 pixels are more than");
    }

    @Test
    void largeFilesAreRefusedUnread() throws IOException {
        Path large = folder.resolve("large.png");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((64L << 20) + 1);
        }
        assertThatThrownBy(() -> PictureFiles.read(large))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("more than 67108864 bytes");
    }

    @Test
    void whatIsNoPictureIsSaidToBeNone() {
        for (byte[] file : new byte[][] {{}, latin("hello"), latin("II*"), new byte[1000]}) {
            assertRefused(file, "it is not a PNG, JPEG, BMP, GIF, WebP or TIFF file");
        }
        assertThatThrownBy(() -> PictureFiles.text(latin("hello"), "test")).hasMessageContaining("not a PNG file");
    }
}
