package dev.codevar.measure.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class BenchChartTest {

    @Test
    void fourPanelsMakeOnePicture() throws IOException {
        BufferedImage image = decoded(BenchSamples.report());
        assertThat(image.getWidth()).isEqualTo(2 * 960);
        assertThat(image.getHeight()).isEqualTo(132 + 2 * 600);
        assertThat(coloursIn(image, 0, 132, 960, 600)).isGreaterThan(10);
        assertThat(coloursIn(image, 960, 732, 960, 600)).isGreaterThan(10);
    }

    @Test
    void twoPanelsStandSideBySide() throws IOException {
        BufferedImage image = decoded(new BenchReport(
                BenchSamples.MACHINE,
                BenchSamples.CEILINGS,
                List.of(BenchSamples.run(10, 1, 6, null, 0), BenchSamples.run(10, 4, 20, null, 0))));
        assertThat(image.getWidth()).isEqualTo(2 * 960);
        assertThat(image.getHeight()).isEqualTo(132 + 600);
    }

    @Test
    void nothingToJoinMakesNoPicture() {
        BenchReport single = new BenchReport(
                BenchSamples.MACHINE, BenchSamples.CEILINGS, List.of(BenchSamples.run(10, 1, 6, null, 1_000_000)));
        assertThat(BenchChart.png(single)).isEmpty();
    }

    private static BufferedImage decoded(BenchReport report) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(BenchChart.png(report).orElseThrow()));
    }

    private static long coloursIn(BufferedImage image, int x, int y, int width, int height) {
        return Arrays.stream(image.getRGB(x, y, width, height, null, 0, width))
                .distinct()
                .count();
    }
}
