package dev.codevar.files.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.picture.PillowPattern;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recipe's square, in planes, as Pillow's; {@code FitTest} has more sizes, and says how the numbers were made. */
class PictureReaderTest {

    @ParameterizedTest
    @CsvSource({
        "100, 75, 32, aac9e83a9eff6c0cc7c1065dc672c010234b115fdfee45b04bcfcec392321821",
        "20, 50, 32, 64e34f555d43c2a90cf0b6cc1601d42d687f5db68e16d9afb945895ff88ec944",
        "333, 70, 16, 6ab55c9de9794195c08594e28d54d5df7e88b02ec6410f1719564b1e7bf3873f"
    })
    void theMiddleSquareIsPillows(int width, int height, int side, String sha256) {
        PictureReader reader = new PictureReader(new FolderListing(Path.of("."), List.of(), List.of()), side);
        byte[] planes =
                reader.square(PillowPattern.of(width, height), Crops.CENTRE, 0).array();
        assertThat(PillowPattern.hash(planes)).isEqualTo(sha256);
    }
}
