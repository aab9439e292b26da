package dev.codevar.picture;

import static dev.codevar.picture.TestFiles.bytes;
import static dev.codevar.picture.TestFiles.chunk;
import static dev.codevar.picture.TestFiles.end;
import static dev.codevar.picture.TestFiles.header;
import static dev.codevar.picture.TestFiles.joined;
import static dev.codevar.picture.TestFiles.latin;
import static dev.codevar.picture.TestFiles.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.format.PictureBudget;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worst files of each format, refused by what is counted in them before anything is decoded. */
class PictureBudgetTest {
    private static void assertRefused(byte[] file, String why) {
        assertThatThrownBy(() -> PictureFiles.open(file, "test", PictureBudget.DEFAULT))
                .isInstanceOf(BrokenFileException.class)
                .hasMessage("cannot read test: " + why);
    }

    private static BufferedImage noise(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(8);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt(0x1000000));
        }
        return image;
    }

    /** A file whose last scan, which refines what is there by nothing, comes again and again. */
    private static byte[] scans(int count) {
        byte[] jpeg = TestFiles.progressive(noise(24, 16));
        int begun = TestFiles.count(jpeg, 0xda);
        byte[] empty = joined(bytes(0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0x10, 0));
        byte[] again = new byte[empty.length * (count - begun)];
        for (int at = 0; at < again.length; at += empty.length) {
            System.arraycopy(empty, 0, again, at, empty.length);
        }
        return joined(Arrays.copyOf(jpeg, jpeg.length - 2), again, bytes(0xff, 0xd9));
    }

    @Test
    void scansAreCountedBeforeAnyIsDecoded() {
        assertRefused(scans(3000), "the JPEG has more than 32 scans");
        assertRefused(scans(33), "the JPEG has more than 32 scans");
        assertThat(PictureFiles.open(scans(32), "test", PictureBudget.DEFAULT).width())
                .isEqualTo(24);
        byte[] usual = TestFiles.progressive(noise(24, 16));
        assertThat(TestFiles.count(usual, 0xda)).isEqualTo(10);
        assertThat(PictureFiles.read(usual, "test").height()).isEqualTo(16);
    }

    @Test
    void chunksAreCountedNotKept() {
        byte[] empty = chunk("teXt", new byte[0]);
        byte[] many = new byte[empty.length * 1_000_000];
        for (int at = 0; at < many.length; at += empty.length) {
            System.arraycopy(empty, 0, many, at, empty.length);
        }
        assertRefused(png(header(1, 1, 8, TestFiles.RGB), many, end()), "the PNG has more than 16384 chunks");
    }

    @Test
    void pixelsAndSidesAreTheHeaders() {
        byte[] nothing = chunk("IDAT", new byte[0]);
        assertRefused(
                png(header(5000, 5100, 8, TestFiles.RGB), nothing, end()), "5000x5100 pixels are more than 25165824");
        assertRefused(
                png(header(1, 40_000, 8, TestFiles.RGB), nothing, end()), "1x40000 pixels, but a side may have 32768");
        byte[] photo = png(header(6000, 4000, 8, TestFiles.RGB), nothing, end());
        PictureFile opened = PictureFiles.open(photo, "test", PictureBudget.DEFAULT);
        assertThat(opened.width()).isEqualTo(6000);
        assertThat(opened.height()).isEqualTo(4000);
        assertThatThrownBy(opened::picture).hasMessageContaining("png data are broken");
        PictureBudget little = PictureBudget.DEFAULT.withPixels(99);
        for (String format : new String[] {"png", "jpg", "gif", "bmp"}) {
            byte[] file = TestFiles.byJdk(noise(10, 10), format);
            assertThat(PictureFiles.open(file, "test", little.withPixels(100))
                            .picture()
                            .width())
                    .isEqualTo(10);
            assertThatThrownBy(() -> PictureFiles.open(file, "test", little))
                    .isInstanceOf(BrokenFileException.class)
                    .hasMessage("cannot read test: 10x10 pixels are more than 99");
        }
        assertThatThrownBy(() -> little.withPixels(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a budget of 0 pixels; it must be 1..268435456");
    }

    @Test
    void aBmpHasWhatItAnnounces() {
        byte[] bmp = TestFiles.byJdk(noise(10, 10), "bmp");
        assertRefused(Arrays.copyOf(bmp, bmp.length - 1), "the BMP ends too early");
        byte[] manyColours = bmp.clone();
        manyColours[49] = 0x7f;
        assertRefused(manyColours, "the BMP ends too early");
        byte[] longData = bmp.clone();
        longData[37] = 0x7f;
        assertRefused(longData, "the BMP ends too early");
    }

    /** A profile is neither applied nor looked at: the published pipeline does neither. */
    @Test
    @Timeout(60)
    void aJpegsProfileChangesNothing() {
        byte[] jpeg = TestFiles.byJdk(noise(16, 16), "jpg");
        byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] segment = joined(latin("ICC_PROFILE\0"), bytes(1, 1), linear);
        int length = segment.length + 2;
        byte[] profiled = joined(
                Arrays.copyOf(jpeg, 20),
                bytes(0xff, 0xe2, length >> 8, length),
                segment,
                Arrays.copyOfRange(jpeg, 20, jpeg.length));
        assertThat(PictureFiles.read(profiled, "test")).isEqualTo(PictureFiles.read(jpeg, "test"));
    }

    @Test
    void aJpegOfTwoSizesOrNoneIsRefused() {
        byte[] jpeg = TestFiles.byJdk(noise(8, 8), "jpg");
        int frame = TestFiles.indexOf(jpeg, 0xc0);
        byte[] sof = Arrays.copyOfRange(jpeg, frame, frame + 2 + (jpeg[frame + 3] & 0xff));
        byte[] head = Arrays.copyOf(jpeg, frame);
        byte[] tail = Arrays.copyOfRange(jpeg, frame, jpeg.length);
        assertRefused(joined(head, sof, tail), "the jpeg data are broken: two sizes");
        assertRefused(joined(head, bytes(0xff, 0xd9)), "the JPEG has no picture");
        byte[] arithmetic = jpeg.clone();
        arithmetic[frame + 1] = (byte) 0xc9;
        assertRefused(arithmetic, "the jpeg data are of an unsupported kind (lossless, hierarchical or arithmetic)");
    }
}
