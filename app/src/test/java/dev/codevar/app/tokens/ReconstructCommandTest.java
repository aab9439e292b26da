package dev.codevar.app.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import dev.codevar.app.TinyModelFiles;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.provenance.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code codevar reconstruct}: a sheet of scales and how near each comes. */
class ReconstructCommandTest {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path set = Path.of("set");
    private Path picture = Path.of("picture");

    @BeforeAll
    static void makeSet() {
        set = TinyModelFiles.set(shared);
    }

    @BeforeEach
    void drawPicture() {
        byte[] noise = new byte[3 * 128 * 128];
        new Random(1).nextBytes(noise);
        picture = folder.resolve("noise.png");
        PictureFiles.writePng(picture, new Picture(128, 128, noise), Map.of());
    }

    @Test
    void everyScaleIsShownBesideTheOriginal() {
        Path out = folder.resolve("sheet.png");
        Cli.Done people =
                Cli.run("reconstruct", picture, "--model", set, "--out", out).succeeds();
        assertThat(people.out())
                .containsPattern("(?m)^scale  1    1x1    PSNR \\d+\\.\\d\\d dB$")
                .containsPattern("(?m)^scale  6    8x8    PSNR \\d+\\.\\d\\d dB$")
                .endsWith("wrote " + out + System.lineSeparator())
                .hasLineCount(7);
        Picture sheet = PictureFiles.read(out);
        assertThat(sheet.width()).isGreaterThan(3 * 128);
        assertThat(PictureFiles.text(out))
                .containsEntry("Software", "CoDe for Java " + Program.version())
                .containsEntry("Model", set.toString())
                .containsEntry("Source", "noise.png");
    }

    @Test
    void nothingIsReplacedUnlessItIsNamed() throws IOException {
        JsonNode json = Cli.run("reconstruct", picture, "--model", set, "--json")
                .succeeds()
                .json();
        Path first = folder.resolve("noise-reconstructed.png");
        assertThat(json.path("file").asText()).isEqualTo(first.toString());
        assertThat(json.path("scales")).hasSize(6);
        assertThat(json.path("scales").path(3).path("side").asInt()).isEqualTo(4);
        Files.writeString(first, "mine");
        Cli.run("reconstruct", picture, "--model", set).succeeds();
        assertThat(first).hasContent("mine");
        assertThat(folder.resolve("noise-reconstructed-2.png")).exists();
        Cli.run("reconstruct", picture, "--model", set, "--out", first).succeeds();
        assertThat(PictureFiles.read(first).width()).isGreaterThan(128);
    }

    @Test
    void aPictureOfAnySizeIsFittedAndThisSaid() {
        Path wide = folder.resolve("wide.png");
        byte[] grey = new byte[3 * 300 * 200];
        Arrays.fill(grey, (byte) 90);
        PictureFiles.writePng(wide, new Picture(300, 200, grey), Map.of());
        Cli.Done cut = Cli.run("reconstruct", wide, "--model", set);
        assertThat(cut.code()).isZero();
        assertThat(cut.err())
                .contains("note: " + wide
                        + " has 300x200 pixels, resized to 216x144, of which the middle 128x128 are taken")
                .hasLineCount(1);
        Cli.Done padded = Cli.run("reconstruct", wide, "--model", set, "--fit", "pad");
        assertThat(padded.err()).contains("300x200 pixels, resized to 128x85 and padded to 128x128");
        assertThat(Cli.run("reconstruct", picture, "--model", set).succeeds().err())
                .isEmpty();
    }

    @Test
    void whatDoesNotFitIsOneLine() throws IOException {
        Cli.run("reconstruct").fails(2, "PICTURE");
        Cli.run("reconstruct", folder.resolve("none.png"), "--model", set).fails(2, "none.png", "no such file");
        Path small = folder.resolve("small.png");
        PictureFiles.writePng(small, new Picture(2, 3, new byte[18]), Map.of());
        Cli.run("reconstruct", small, "--model", set, "--fit", "exact").fails(2, "2x3", "128x128");
        Cli.run("reconstruct", small, "--model", set, "--fit", "square").fails(2, "crop, pad or exact");
        Cli.run("reconstruct", picture, "--model", set, "--max-pixels", 16383).fails(2, "128x128 pixels are more than");
        Cli.run("reconstruct", picture, "--model", set, "--max-pixels", 0).fails(2, "max-pixels 0");
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        Cli.run("reconstruct", text, "--model", set).fails(2, text.toString());
        Cli.run("reconstruct", picture, "--model", "nothing").fails(2, "'nothing'");
        Cli.run("reconstruct", picture, "--model", set, "--out", folder.resolve("no/sheet.png"))
                .fails(2, "no");
        assertThat(folder.resolve("small-reconstructed.png")).doesNotExist();
    }
}
