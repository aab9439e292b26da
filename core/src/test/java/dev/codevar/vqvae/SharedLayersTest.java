package dev.codevar.vqvae;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.pyramid.Pyramid;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected choices were computed with numpy: argmin(abs(linspace(...) - k/(K-1))). */
class SharedLayersTest {

    @Test
    void tenScalesShareFourLayers() {
        assertThat(choices(4, Pyramid.IMAGENET_256)).containsExactly(0, 0, 1, 1, 1, 2, 2, 3, 3, 3);
    }

    @Test
    void otherNumbersOfLayersStandAtHalves() {
        assertThat(choices(1, Pyramid.of(1, 2, 3))).containsExactly(0, 0, 0);
        assertThat(choices(2, Pyramid.of(1, 2, 3, 4, 5))).containsExactly(0, 0, 0, 1, 1);
        assertThat(choices(3, Pyramid.of(1, 2, 3, 4, 6, 8, 9))).containsExactly(0, 0, 0, 1, 1, 2, 2);
        assertThat(choices(4, Pyramid.of(1, 2, 3, 4, 6))).containsExactly(0, 1, 2, 2, 3);
    }

    private static int[] choices(int layers, Pyramid pyramid) {
        SharedLayers shared = new SharedLayers(layers);
        return IntStream.range(0, pyramid.scales())
                .map(k -> shared.indexFor(pyramid.ratio(k)))
                .toArray();
    }
}
