package dev.codevar.files.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.file.Sha256;
import dev.codevar.picture.Picture;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureReaderTest {

    /** What the golden numbers were made from. */
    private static Picture pattern(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[at++] =
                            (byte) (((x * x * 7 + y * 13 * x + c * 101 + y * y * 3) >> 2) ^ (x * 31 + y * 17 + c * 59));
                }
            }
        }
        return new Picture(width, height, rgb);
    }

    /**
     * Of Pillow 12.3.0: {@code image.resize((w, h), LANCZOS).crop(…)}, the shorter side {@code round(1.125 * side)} and the crop in
     * the middle, both by torchvision's arithmetic; SHA-256 of the red, green and blue planes. Bit for bit.
     */
    @ParameterizedTest
    @CsvSource({
        "100, 75, 32, aac9e83a9eff6c0cc7c1065dc672c010234b115fdfee45b04bcfcec392321821",
        "20, 50, 32, 64e34f555d43c2a90cf0b6cc1601d42d687f5db68e16d9afb945895ff88ec944",
        "36, 36, 32, 9bf11fed2e8a60a7ce9b378e4443787326c10b982010a51e6c4b8dbcd81a69e4",
        "333, 70, 16, 6ab55c9de9794195c08594e28d54d5df7e88b02ec6410f1719564b1e7bf3873f",
        "9, 5, 8, 77a41a8d61ccb3ba5d15522790311473103d6f1b949ec62971cf1d2ce19ecc3e",
        "64, 400, 24, 637fe3b84b529b07f25cf9f15cc86192c73ae93d097bae84c1d76b879875b55c",
        "500, 375, 64, a14e81a2187df484f497387eaaa1a733fcd16e9165e2bf0f441a0474d15f0f68"
    })
    void isPillows(int width, int height, int side, String sha256) {
        Picture picture = pattern(width, height);
        FolderListing none = new FolderListing(Path.of("."), List.of(), List.of());
        assertThat(hash(new PictureReader(none, side)
                        .square(picture, Crops.CENTRE, 0)
                        .array()))
                .isEqualTo(sha256);
    }

    private static String hash(byte[] bytes) {
        Sha256 sha256 = new Sha256();
        sha256.add(ByteBuffer.wrap(bytes));
        return sha256.hex();
    }
}
