package dev.codevar.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Picture;
import org.junit.jupiter.api.Test;

class PeakSignalTest {
    private static final Picture BLACK = new Picture(1, 1, new byte[] {0, 0, 0});
    private static final Picture WHITE = new Picture(1, 1, new byte[] {-1, -1, -1});

    @Test
    void ratioOfAPair() {
        assertThat(PeakSignal.ratio(BLACK, WHITE)).isZero();
        assertThat(PeakSignal.ratio(BLACK, BLACK)).isInfinite();
        // A mean squared error of 3 and the peak of 255: 10·log10(255²/3).
        assertThat(PeakSignal.ratio(BLACK, new Picture(1, 1, new byte[] {3, 0, 0})))
                .isCloseTo(43.36, within(0.005));
    }

    @Test
    void ratioOfManyPairsIsOfTheirMeanSquare() {
        PeakSignal signal = new PeakSignal();
        signal.add(BLACK, BLACK);
        signal.add(BLACK, WHITE);
        assertThat(signal.ratio()).isCloseTo(10 * Math.log10(2), within(1e-12));
    }

    @Test
    void picturesOfDifferentSizesAreRefused() {
        assertThatThrownBy(() -> PeakSignal.ratio(BLACK, new Picture(2, 1, new byte[6])))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("1x1", "2x1");
    }
}
