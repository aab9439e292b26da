package dev.codevar.picture.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Box;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PillowPattern;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Pillow, closed forms, and pictures and masks against each other. */
class FitTest {

    /**
     * Of Pillow 12.3.0: {@code image.resize((w, h), LANCZOS).crop(…)}, the shorter side {@code round(1.125 * side)} and the crop in
     * the middle, both by torchvision's arithmetic; SHA-256 of the red, green and blue planes. Bit for bit.
     */
    @ParameterizedTest
    @CsvSource({
        "100, 75, 32, 48, 36, 8, 2, aac9e83a9eff6c0cc7c1065dc672c010234b115fdfee45b04bcfcec392321821",
        "20, 50, 32, 36, 90, 2, 29, 64e34f555d43c2a90cf0b6cc1601d42d687f5db68e16d9afb945895ff88ec944",
        "36, 36, 32, 36, 36, 2, 2, 9bf11fed2e8a60a7ce9b378e4443787326c10b982010a51e6c4b8dbcd81a69e4",
        "333, 70, 16, 85, 18, 34, 1, 6ab55c9de9794195c08594e28d54d5df7e88b02ec6410f1719564b1e7bf3873f",
        "9, 5, 8, 16, 9, 4, 0, 77a41a8d61ccb3ba5d15522790311473103d6f1b949ec62971cf1d2ce19ecc3e",
        "64, 400, 24, 27, 168, 2, 72, 637fe3b84b529b07f25cf9f15cc86192c73ae93d097bae84c1d76b879875b55c",
        "500, 375, 64, 96, 72, 16, 4, a14e81a2187df484f497387eaaa1a733fcd16e9165e2bf0f441a0474d15f0f68"
    })
    void isPillows(int width, int height, int side, int newWidth, int newHeight, int left, int top, String sha256) {
        Picture picture = PillowPattern.of(width, height);
        Placement placement = Fit.CROP.place(width, height, side);
        assertThat(placement).isEqualTo(new Placement(width, height, newWidth, newHeight, left, top, side));
        assertThat(PillowPattern.hash(planes(placement.of(picture)))).isEqualTo(sha256);
    }

    private static byte[] planes(Picture square) {
        int side = square.width();
        byte[] planes = new byte[3 * side * side];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (byte) square.sample(i % side, i / side % side, i / (side * side));
        }
        return planes;
    }

    @Test
    void aWholePictureIsShownOnWhite() {
        byte[] rgb = new byte[100 * 40 * 3];
        Arrays.fill(rgb, (byte) 77);
        Placement placement = Fit.PAD.place(100, 40, 32);
        assertThat(placement).isEqualTo(new Placement(100, 40, 32, 13, 0, -9, 32));
        Picture square = placement.of(new Picture(100, 40, rgb));
        for (int y = 0; y < 32; y++) {
            assertThat(square.sample(5, y, 1)).isEqualTo(y >= 9 && y < 22 ? 77 : 255);
        }
        Picture high = Fit.PAD.place(40, 100, 32).of(new Picture(40, 100, rgb));
        for (int x = 0; x < 32; x++) {
            assertThat(high.sample(x, 31, 2)).isEqualTo(x >= 9 && x < 22 ? 77 : 255);
        }
        assertThat(placement.words()).isEqualTo("100x40 pixels, resized to 32x13 and padded to 32x32");
        assertThat(Fit.PAD
                        .place(1, 9000, 32)
                        .of(new Picture(1, 9000, new byte[27_000]))
                        .sample(15, 0, 0))
                .isZero();
    }

    /** A mask and the picture of the same mask go the same way, but for what lies at the mask's edge. */
    @ParameterizedTest
    @CsvSource({"CROP, 200, 120", "CROP, 31, 77", "PAD, 200, 120", "PAD, 20, 25", "CROP, 32, 33"})
    void masksLieWherePicturesDo(Fit fit, int width, int height) {
        int side = 32;
        boolean[] right = new boolean[width * height];
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) 255);
        for (int i = 0; i < right.length; i++) {
            right[i] = i % width >= width / 2 && i / width >= height / 3;
            if (right[i]) {
                Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) 0);
            }
        }
        Placement placement = fit.place(width, height, side);
        Picture black = placement.of(new Picture(width, height, rgb));
        Mask mask = placement.of(Mask.of(width, height, right));
        int unsure = 0;
        for (int i = 0; i < side * side; i++) {
            int shown = black.sample(i % side, i / side, 0);
            if (shown > 20 && shown < 235) {
                unsure++;
            } else {
                assertThat(mask.regenerate(i % side, i / side)).isEqualTo(shown < 128);
            }
        }
        assertThat(unsure).isLessThan(4 * side);
        assertThat(mask.pixelsToRegenerate()).isBetween(100, side * side * 3 / 4);
    }

    /** Of 6 columns in 2 each new one is under the middle of three: columns 1 and 4. */
    @Test
    void aMasksPixelIsWhatLiesUnderItsMiddle() {
        for (int column = 0; column < 6; column++) {
            Mask line = Mask.box(6, 6, Box.at(column, 0).size(1, 6));
            Mask small = Fit.PAD.place(6, 6, 2).of(line);
            assertThat(small.regenerate(0, 1)).isEqualTo(column == 1);
            assertThat(small.regenerate(1, 0)).isEqualTo(column == 4);
        }
    }

    @Test
    void whatFitsStaysAsItIs() {
        Picture picture = PillowPattern.of(32, 32);
        for (Fit fit : Fit.values()) {
            Placement placement = fit.place(32, 32, 32);
            assertThat(placement.keeps()).isTrue();
            assertThat(placement.of(picture)).isSameAs(picture);
            assertThat(placement.of(Mask.box(picture, Box.at(3, 4).size(5, 6))))
                    .isEqualTo(Mask.box(picture, Box.at(3, 4).size(5, 6)));
        }
        assertThat(Fit.CROP.place(33, 32, 32).keeps()).isFalse();
        assertThatThrownBy(() -> Fit.EXACT.place(33, 32, 32))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a picture of 33x32 pixels; this model takes 32x32");
        assertThatThrownBy(() -> Fit.CROP.place(33, 32, 32).of(picture))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the picture has 32x32 pixels, not 33x32");
        assertThat(Fit.CROP.place(4032, 3024, 32).words())
                .isEqualTo("4032x3024 pixels, resized to 48x36, of which the middle 32x32 are taken");
    }
}
