package dev.codevar.picture;

import static dev.codevar.picture.TestFiles.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

/** What every kind of stored pixel becomes. */
class PictureReadTest {
    private static Picture read(byte[] file) {
        return PictureFiles.read(file, "test");
    }

    @Test
    void everyGreyStaysWhatItIs() {
        byte[] row = new byte[256];
        byte[] wide = new byte[512];
        for (int i = 0; i < 256; i++) {
            row[i] = (byte) i;
            wide[2 * i] = (byte) i;
            wide[2 * i + 1] = (byte) i;
        }
        Picture eight = read(TestFiles.rowPng(256, 8, TestFiles.GREY, row));
        Picture sixteen = read(TestFiles.rowPng(256, 16, TestFiles.GREY, wide));
        for (int i = 0; i < 256; i++) {
            for (int c = 0; c < 3; c++) {
                assertThat(eight.sample(i, 0, c)).isEqualTo(i);
                assertThat(sixteen.sample(i, 0, c)).isEqualTo(i);
            }
        }
    }

    @Test
    void fewGreysSpreadOverTheWholeRange() {
        assertThat(reds(read(TestFiles.rowPng(8, 1, TestFiles.GREY, bytes(0b10110001)))))
                .containsExactly(255, 0, 255, 255, 0, 0, 0, 255);
        assertThat(reds(read(TestFiles.rowPng(4, 2, TestFiles.GREY, bytes(0b00011011)))))
                .containsExactly(0, 85, 170, 255);
        assertThat(reds(read(TestFiles.rowPng(4, 4, TestFiles.GREY, bytes(0x01, 0x8f)))))
                .containsExactly(0, 17, 136, 255);
    }

    @Test
    void sixteenBitsAreRounded() {
        Picture picture = read(
                TestFiles.rowPng(2, 16, TestFiles.RGB, bytes(0, 128, 0, 129, 255, 127, 0x80, 0x80, 255, 255, 0, 0)));
        assertThat(picture.rgb()).isEqualTo(bytes(0, 1, 255, 128, 255, 0));
    }

    @Test
    void transparencyIsLaidOnWhite() {
        assertThat(read(TestFiles.rowPng(3, 8, TestFiles.RGBA, bytes(10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 200, 128)))
                        .rgb())
                .isEqualTo(bytes(10, 20, 30, 255, 255, 255, 127, 177, 227));
        assertThat(read(TestFiles.rowPng(2, 8, TestFiles.GREY_ALPHA, bytes(77, 255, 77, 0)))
                        .rgb())
                .isEqualTo(bytes(77, 77, 77, 255, 255, 255));
        byte[] palette = TestFiles.chunk("PLTE", bytes(1, 2, 3, 4, 5, 6));
        byte[] secondIsClear = TestFiles.chunk("tRNS", bytes(255, 0));
        assertThat(read(TestFiles.rowPng(2, 8, TestFiles.PALETTE, bytes(0, 1), palette, secondIsClear))
                        .rgb())
                .isEqualTo(bytes(1, 2, 3, 255, 255, 255));
    }

    @Test
    void readsWhatTheJdkWrites() {
        BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 16; x++) {
                image.setRGB(x, y, new Color(16 * x, 32 * y, 90).getRGB());
            }
        }
        for (String format : new String[] {"png", "bmp"}) {
            Picture picture = read(TestFiles.byJdk(image, format));
            assertThat(picture.sample(15, 7, 0)).isEqualTo(240);
            assertThat(picture.sample(3, 7, 1)).isEqualTo(224);
            assertThat(picture.sample(0, 0, 2)).isEqualTo(90);
        }
        Picture lossy = read(TestFiles.byJdk(image, "jpg"));
        assertThat(lossy.width()).isEqualTo(16);
        assertThat(lossy.height()).isEqualTo(8);
        assertThat(lossy.sample(8, 4, 0)).isBetween(110, 146);
        assertThat(lossy.sample(8, 4, 1)).isBetween(110, 146);
        assertThat(read(TestFiles.byJdk(image, "gif")).width()).isEqualTo(16);
    }

    @Test
    void aGreyJpegIsNotBrightened() {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, 100);
        }
        assertThat(reds(read(TestFiles.byJdk(image, "jpg")))).containsOnly(100);
        assertThat(reds(read(TestFiles.byJdk(image, "png")))).containsOnly(100);
        assertThat(reds(read(TestFiles.byJdk(image, "bmp")))).containsOnly(100);
    }

    @Test
    void aMaskIsWhiteWhereBrightnessIs128OrMore() {
        Mask grey = PictureFiles.readMask(TestFiles.rowPng(4, 8, TestFiles.GREY, bytes(0, 127, 128, 255)), "test");
        assertThat(grey).isEqualTo(Mask.of(4, 1, new boolean[] {false, false, true, true}));
        Mask coloured = PictureFiles.readMask(
                TestFiles.rowPng(3, 8, TestFiles.RGB, bytes(255, 0, 0, 0, 255, 0, 255, 255, 0)), "test");
        assertThat(coloured).isEqualTo(Mask.of(3, 1, new boolean[] {false, true, true}));
    }

    @Test
    void aMaskOf0And1IsOneToo() {
        Mask numpys = PictureFiles.readMask(TestFiles.rowPng(3, 8, TestFiles.GREY, bytes(0, 1, 1)), "test");
        assertThat(numpys).isEqualTo(Mask.of(3, 1, new boolean[] {false, true, true}));
        assertThat(numpys.pixelsToRegenerate()).isEqualTo(2);
        Mask dark = PictureFiles.readMask(TestFiles.rowPng(3, 8, TestFiles.GREY, bytes(0, 1, 2)), "test");
        assertThat(dark.pixelsToRegenerate()).isZero();
    }

    private static int[] reds(Picture picture) {
        byte[] rgb = picture.rgb();
        int[] reds = new int[rgb.length / 3];
        for (int i = 0; i < reds.length; i++) {
            reds[i] = rgb[3 * i] & 0xff;
        }
        return reds;
    }
}
