package dev.codevar.training.loop.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.CodeVarException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Means between two lines of the log. */
class LogMeansTest {
    @Test
    void meansGoOnFromWhatWasKept() {
        LogMeans tally = new LogMeans();
        tally.add(Map.of("loss", 1.0));
        tally.add(Map.of("loss", 2.0, "accuracy", 0.1));
        LogMeans other = new LogMeans();
        other.restore(tally.toJson());
        other.add(Map.of("loss", Double.NaN, "accuracy", 0.2));
        LogMeans third = new LogMeans();
        third.restore(other.toJson());
        assertThat(other.means()).containsEntry("loss", Double.NaN);
        assertThat(third.means()).isEqualTo(other.means());
        assertThat(third.means().get("accuracy")).isCloseTo(0.15, within(1e-15));
        third.clear();
        assertThat(third.means()).isEmpty();
        assertThatThrownBy(() -> third.restore("loss")).isInstanceOf(CodeVarException.class);
    }
}
