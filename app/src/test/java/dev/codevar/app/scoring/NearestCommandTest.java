package dev.codevar.app.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code codevar nearest} on plain grey pictures, whose differences are those of their greys. */
class NearestCommandTest {
    private static final int SIDE = 48;

    @TempDir
    Path folder;

    private void write(String inner, int grey) throws IOException {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        Arrays.fill(rgb, (byte) grey);
        Path file = folder.resolve(inner).resolve(grey + ".png");
        Files.createDirectories(file.getParent());
        PictureFiles.writePng(file, new Picture(SIDE, SIDE, rgb), Map.of());
    }

    @BeforeEach
    void writePictures() throws IOException {
        for (int grey : new int[] {10, 50, 90}) {
            write("data/train/dark", grey);
        }
        for (int grey : new int[] {150, 200}) {
            write("data/train/light", grey);
        }
        write("data/val/dark", 30);
        write("data/val/light", 205);
        for (int grey : new int[] {50, 51, 120, 203, 240}) {
            write("samples", grey);
        }
    }

    @Test
    void saysHowNearSamplesAreAndShowsThem() {
        Path sheet = folder.resolve("sheet.png");
        Cli.Done done = Cli.run(
                "nearest", folder.resolve("samples"), "--data", folder.resolve("data"), "-o", sheet, "-n", 2, "--json");
        JsonNode printed = done.succeeds().json();
        assertThat(printed.get("file").asText()).isEqualTo(sheet.toString());
        JsonNode report = printed.get("report");
        // From the nearest: 0, 1, 30, 3 and 40; of the test pictures 20 and 5.
        assertThat(report.at("/samples/pictures").asInt()).isEqualTo(5);
        assertThat(report.at("/samples/least").asDouble()).isCloseTo(0, within(1e-4));
        assertThat(report.at("/samples/median").asDouble()).isCloseTo(3, within(1e-4));
        assertThat(report.at("/test/least").asDouble()).isCloseTo(5, within(1e-4));
        assertThat(report.at("/test/median").asDouble()).isCloseTo(12.5, within(1e-4));
        assertThat(report.get("share_near").asDouble()).isEqualTo(0.6);
        assertThat(report.get("learnt").asInt()).isEqualTo(5);
        assertThat(report.get("side").asInt()).isEqualTo(32);
        Picture shown = PictureFiles.read(sheet);
        // Two samples, the nearest and the farthest, each left of its nearest, enlarged to 96 pixels, 8 between.
        assertThat(shown.width()).isEqualTo(4 * 96 + 5 * 8);
        int[] greys = new int[4];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = shown.sample(8 + 48 + i * 104, 8 + 48, 0);
        }
        assertThat(greys).containsExactly(50, 50, 240, 200);
    }

    @Test
    void saysItForPeople() {
        Cli.Done done = Cli.run(
                "nearest", folder.resolve("samples"), "--data", folder.resolve("data"), "-o", folder.resolve("a.png"));
        assertThat(done.succeeds().out())
                .contains("of the samples", "of the test pictures", "the nearest of 5 training pictures,", "32x32")
                .contains("60.0 % of the samples are at least as near as the nearest 1% of the test pictures.")
                .contains("wrote " + folder.resolve("a.png"));
    }

    @Test
    void badInputIsALineAndNoFile() throws IOException {
        Path samples = folder.resolve("samples");
        Cli.run("nearest", samples, "--data", folder.resolve("samples"))
                .fails(2, "no pictures at " + samples + ": it has neither ");
        Cli.run("nearest", folder.resolve("none"), "--data", folder.resolve("data"))
                .fails(2, folder.resolve("none").toString());
        Cli.run("nearest", samples, "--data", folder.resolve("data"), "-o", folder.resolve("a.jpg"))
                .fails(2, "the name must end in .png");
        Cli.run("nearest", samples, "--count", 0).fails(2, "count 0 is not between 1 and 1000");
        assertThat(folder.resolve("a.jpg")).doesNotExist();
    }
}
