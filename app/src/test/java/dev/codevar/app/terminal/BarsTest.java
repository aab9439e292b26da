package dev.codevar.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BarsTest {
    private static final long SECOND = 1_000_000_000L;

    /** Into a file or a pipe goes a line a minute, and none for what takes less. */
    @Test
    void whereNobodyWatchesThereIsALineNowAndThen() {
        StringWriter err = new StringWriter();
        Terminal piped = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false);
        long[] now = {7 * SECOND};
        try (Bars bars = new Bars(piped, " pictures", 1, true, () -> now[0])) {
            for (int picture = 1; picture <= 200; picture++) {
                now[0] += SECOND;
                bars.at("drawing", picture, OptionalLong.of(500));
            }
            now[0] += 60 * SECOND;
            bars.at("scoring", 1, OptionalLong.empty());
        }
        assertThat(err.toString().lines())
                .containsExactly(
                        "codevar: drawing: 60 of 500 pictures, about 7 min left",
                        "codevar: drawing: 120 of 500 pictures, about 6 min left",
                        "codevar: drawing: 180 of 500 pictures, about 5 min left",
                        "codevar: scoring: 1 pictures");
    }

    /** What was done when the task began does not count as fast work. */
    @Test
    void theTimeLeftIsThatOfWhatIsDoneNow() {
        StringWriter err = new StringWriter();
        Terminal piped = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false);
        long[] now = {0};
        try (Bars bars = new Bars(piped, " MB", 1000, false, () -> now[0])) {
            bars.at("one", 900_000, OptionalLong.of(1_000_000));
            now[0] += 100 * SECOND;
            bars.at("one", 910_000, OptionalLong.of(1_000_000));
            now[0] += 100 * SECOND;
            bars.at("one", 995_000, OptionalLong.of(1_000_000));
            now[0] += 100 * SECOND;
            bars.at("other", 0, OptionalLong.of(100_000_000));
            now[0] += 100 * SECOND;
            bars.at("other", 100_000, OptionalLong.of(20_000_000));
            now[0] += 100 * SECOND;
            bars.at("other", 20_000_000, OptionalLong.of(20_000_000));
        }
        assertThat(err.toString().lines())
                .containsExactly(
                        "codevar: one: 910 of 1000 MB, about 15 min left",
                        "codevar: one: 995 of 1000 MB, about 11 s left",
                        "codevar: other: 0 of 100000 MB",
                        "codevar: other: 100 of 20000 MB, about 5 h 32 min left",
                        "codevar: other: 20000 of 20000 MB");
    }

    /** Of two sets the features are made one after the other, under one name. */
    @Test
    void anotherTaskOfTheSameNameHasATimeOfItsOwn() {
        StringWriter err = new StringWriter();
        Terminal piped = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false);
        long[] now = {0};
        try (Bars bars = new Bars(piped, " pictures", 1, false, () -> now[0])) {
            bars.at("features", 0, OptionalLong.of(100));
            now[0] += 1000 * SECOND;
            bars.at("features", 100, OptionalLong.of(100));
            bars.at("features", 0, OptionalLong.of(100));
            now[0] += 100 * SECOND;
            bars.at("features", 50, OptionalLong.of(100));
        }
        assertThat(err.toString().lines())
                .containsExactly(
                        "codevar: features: 100 of 100 pictures",
                        "codevar: features: 50 of 100 pictures, about 100 s left");
    }
}
