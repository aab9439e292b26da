package dev.codevar.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void theHelpSaysWhatExitCodesMean() {
        assertThat(Cli.run("--help").succeeds().out())
                .containsSubsequence("Exit codes:", "0   done", "1   failed: ", "2   bad input: ", "broken");
    }
}
