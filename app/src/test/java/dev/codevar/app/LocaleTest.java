package dev.codevar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Paths outside ASCII, given to a process in the C locale, as containers have it without the launcher. */
@EnabledOnOs(OS.LINUX)
class LocaleTest {

    @Test
    void theLocaleThatLacksTheCharactersIsSaid() throws Exception {
        for (String words : List.of("models inspect", "reconstruct")) {
            assertThat(said("C", words))
                    .startsWith("codevar: ")
                    .contains(" is no path: ", " (in this locale Java names files in ASCII alone: set LC_ALL=C.UTF-8)")
                    .hasLineCount(1);
        }
        assertThat(said("C.UTF-8", "models inspect")).contains("größe").doesNotContain("LC_ALL");
    }

    /** The name comes from the shell: this process may be in any locale. */
    private static String said(String locale, String words) throws IOException, InterruptedException {
        String command = "exec \"$0\" -XX:TieredStopAtLevel=1 -cp \"$1\" dev.codevar.app.Main " + words
                + " \"$(printf 'gr\\303\\266\\303\\237e')\"";
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                command,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"));
        builder.environment().put("LC_ALL", locale);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(2);
        return said;
    }
}
