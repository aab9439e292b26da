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
                        "codevar: drawing: 60 of 500 pictures",
                        "codevar: drawing: 120 of 500 pictures",
                        "codevar: drawing: 180 of 500 pictures",
                        "codevar: scoring: 1 pictures");
    }
}
