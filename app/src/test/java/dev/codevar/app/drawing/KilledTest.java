package dev.codevar.app.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.app.Cli;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.provenance.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes leaves whole pictures under final names, or none. */
@Tag("slow")
class KilledTest {
    private static final int KILLS = 4;
    private static final long LONGEST_WAIT_MS = 400;

    @TempDir
    Path folder;

    @Test
    void picturesAreWholeOrNotThere() throws Exception {
        // The moments differ from run to run with the machine; the claim holds at every one of them.
        Random moments = new Random(1);
        int whole = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path out = folder.resolve("run" + kill);
            Process process = start(out);
            waitForFirstPicture(process, out);
            Thread.sleep(moments.nextLong(LONGEST_WAIT_MS));
            process.destroyForcibly().waitFor();
            for (Path picture : pictures(out)) {
                assertThat(PictureFiles.read(picture).width()).isEqualTo(32);
                assertThat(PictureFiles.text(picture)).containsKey(Provenance.KEY);
                whole++;
            }
        }
        assertThat(whole).isPositive();
    }

    private static Process start(Path out) throws IOException {
        return new ProcessBuilder(Cli.command(
                        "generate",
                        "--model",
                        Cli.FASHION32,
                        "--count",
                        5000,
                        "--batch",
                        8,
                        "--separate",
                        "--out",
                        out))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void waitForFirstPicture(Process process, Path out) throws Exception {
        while (process.isAlive() && pictures(out).isEmpty()) {
            Thread.sleep(20);
        }
    }

    private static List<Path> pictures(Path out) throws IOException {
        if (!Files.isDirectory(out)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(out)) {
            return files.filter(file -> file.toString().endsWith(".png")).toList();
        }
    }
}
