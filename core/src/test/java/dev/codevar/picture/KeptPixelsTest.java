package dev.codevar.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Kept pixels are kept, and the edge fades by its closed form. */
class KeptPixelsTest {
    private static Picture of(int width, int height, int value) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) value);
        return new Picture(width, height, rgb);
    }

    @Test
    void theEdgeFadesEvenly() {
        Mask right = Mask.box(10, 3, Box.at(3, 0).size(7, 3));
        Picture soft = KeptPixels.over(of(10, 3, 200), of(10, 3, 0), right, 3);
        assertThat(row(soft)).containsExactly(0, 0, 0, 50, 100, 150, 200, 200, 200, 200);
        Picture hard = KeptPixels.over(of(10, 3, 200), of(10, 3, 0), right, 0);
        assertThat(row(hard)).containsExactly(0, 0, 0, 200, 200, 200, 200, 200, 200, 200);
        Picture rounded = KeptPixels.over(of(10, 3, 255), of(10, 3, 0), right, 1);
        assertThat(row(rounded)).containsExactly(0, 0, 0, 128, 255, 255, 255, 255, 255, 255);
    }

    private static int[] row(Picture picture) {
        int[] row = new int[picture.width()];
        Arrays.setAll(row, x -> picture.sample(x, 1, 2));
        return row;
    }

    /** Beside a search of all pixels for the nearest kept one. */
    @Test
    void everyPixelFadesByItsDistance() {
        Random random = new Random(4);
        for (int trial = 0; trial < 30; trial++) {
            int width = 1 + random.nextInt(14);
            int height = 1 + random.nextInt(14);
            boolean[] regenerate = new boolean[width * height];
            for (int i = 0; i < regenerate.length; i++) {
                regenerate[i] = random.nextInt(12) != 0;
            }
            int softEdge = random.nextInt(5);
            Picture faded = KeptPixels.over(
                    of(width, height, 250), of(width, height, 10), Mask.of(width, height, regenerate), softEdge);
            for (int i = 0; i < regenerate.length; i++) {
                int distance = softEdge + 1;
                for (int j = 0; j < regenerate.length; j++) {
                    int away = Math.max(Math.abs(i % width - j % width), Math.abs(i / width - j / width));
                    distance = regenerate[j] ? distance : Math.min(distance, away);
                }
                double expected = 10 + 240.0 * distance / (softEdge + 1);
                assertThat((double) faded.sample(i % width, i / width, 0)).isBetween(expected - 0.5, expected + 0.5);
            }
        }
    }

    @Test
    void sizesMustBeTheSame() {
        Mask mask = Mask.box(2, 2, Box.at(0, 0).size(1, 1));
        assertThatThrownBy(() -> KeptPixels.over(of(2, 2, 0), of(3, 2, 0), mask, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Picture 3x2 over Picture 2x2");
        assertThatThrownBy(() -> KeptPixels.over(of(2, 2, 0), of(2, 2, 0), mask, -1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a soft edge of -1");
    }
}
