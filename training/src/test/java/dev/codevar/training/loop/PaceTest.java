package dev.codevar.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Examples in a second, and the time left. */
class PaceTest {
    @Test
    void paceIsOfTheStepsAndTheTimeLeftOfEverything() {
        AtomicLong nanos = new AtomicLong(5);
        Pace pace = new Pace(nanos::get, 6);
        assertThat(pace.step(() -> nanos.addAndGet(2_000_000_000L))).isEqualTo(2_000_000_005L);
        assertThat(pace.examplesPerSecond()).isEqualTo(3);
        nanos.addAndGet(4_000_000_000L);
        assertThat(pace.examplesPerSecond())
                .as("what is between steps does not count")
                .isEqualTo(3);
        assertThat(pace.secondsFor(10)).isEqualTo(60);
        pace.step(() -> nanos.addAndGet(4_000_000_000L));
        assertThat(pace.secondsFor(4)).isEqualTo(20);
        assertThat(pace.examplesPerSecond()).isCloseTo(6 / 2.2, within(1e-12));
    }
}
