package dev.codevar.app.drawing;

import static dev.codevar.app.Cli.FASHION32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.app.Cli;
import dev.codevar.app.Cli.Done;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditCommandTest {
    @TempDir
    Path folder;

    private Path original;

    @BeforeEach
    void makeAPicture() {
        original = folder.resolve("sneaker.png");
        assertThat(Cli.run("generate", "-m", FASHION32, "-c", "Sneaker", "-o", original)
                        .code())
                .isZero();
    }

    @Test
    void maskAndBoxSayTheSame() {
        byte[] white = new byte[3 * 32 * 32];
        for (int y = 4; y < 12; y++) {
            for (int x = 8; x < 28; x++) {
                for (int c = 0; c < 3; c++) {
                    white[3 * (32 * y + x) + c] = (byte) 255;
                }
            }
        }
        Path mask = folder.resolve("mask.png");
        PictureFiles.writePng(mask, new Picture(32, 32, white), Map.of());
        Picture byMask = edit("--mask", mask);
        assertThat(edit("--box", "8,4,20,8")).isEqualTo(byMask);
        assertThat(edit("--box", "8,4,20,8", "--outside")).isNotEqualTo(byMask);
        assertThat(byMask).isNotEqualTo(PictureFiles.read(original));
    }

    @Test
    void likeNeedsTheSamePictureAndMask() {
        Path edited = folder.resolve("edited.png");
        Path again = folder.resolve("again.png");
        Cli.run("edit", original, "-m", FASHION32, "-c", "Bag", "--box", "16,0,16,32", "-o", edited);
        Done same = Cli.run("inpaint", original, "--box", "16,0,16,32", "--like", edited, "-o", again);
        assertThat(same.err()).isEmpty();
        assertThat(same.out()).contains("1 picture of fashion32, 512 of 1024 pixels drawn anew, in ");
        assertThat(PictureFiles.read(again)).isEqualTo(PictureFiles.read(edited));
        assertThat(Cli.run("inpaint", original, "--box", "0,0,16,32", "--like", edited, "-o", again)
                        .err())
                .contains("not the picture and mask that were edited");
        assertThat(Cli.run("generate", "--like", edited, "-o", again).err()).contains("use inpaint --like");
    }

    @Test
    void whatIsKeptIsKept() {
        Picture before = PictureFiles.read(original);
        Picture hard = edit("--box", "8,4,20,8", "--soft-edge", 0);
        Picture soft = edit("--box", "8,4,20,8", "--soft-edge", 3);
        Picture drawn = edit("--box", "8,4,20,8", "--as-drawn");
        int changed = 0;
        for (int i = 0; i < 32 * 32; i++) {
            int x = i % 32;
            int y = i / 32;
            boolean inside = x >= 8 && x < 28 && y >= 4 && y < 12;
            int was = before.sample(x, y, 0);
            assertThat(hard.sample(x, y, 0)).isEqualTo(inside ? drawn.sample(x, y, 0) : was);
            changed += !inside && drawn.sample(x, y, 0) != was ? 1 : 0;
            if (!inside) {
                assertThat(soft.sample(x, y, 0)).isEqualTo(was);
            }
        }
        assertThat(changed).isPositive();
        assertThat(soft).isNotEqualTo(hard);
        Path like = folder.resolve("out.png");
        for (Object[] how : new Object[][] {{"--as-drawn"}, {"--soft-edge", 3}}) {
            Picture made = edit(Stream.concat(Stream.of("--box", "8,4,20,8"), Stream.of(how))
                    .toArray());
            Path again = folder.resolve("again.png");
            Cli.run("edit", original, "--box", "8,4,20,8", "--like", like, "-o", again)
                    .succeeds();
            assertThat(PictureFiles.read(again)).isEqualTo(made);
        }
        Cli.run("edit", original, "--box", "8,4,20,8", "--like", like, "--as-drawn")
                .fails(2, "cannot stand beside it");
    }

    @Test
    void theBoxIsThePicturesOwnWhateverItsSize() {
        Path large = folder.resolve("large.png");
        Picture small = PictureFiles.read(original);
        PictureFiles.writePng(large, small.scaledBy(3), Map.of());
        Path mask = folder.resolve("large-mask.png");
        byte[] white = new byte[3 * 96 * 96];
        Arrays.fill(white, 0, white.length / 2, (byte) 255);
        PictureFiles.writePng(mask, new Picture(96, 96, white), Map.of());
        Path byBox = folder.resolve("by-box.png");
        Path byMask = folder.resolve("by-mask.png");
        Done done = Cli.run("edit", large, "-m", FASHION32, "-c", "Bag", "--box", "0,0,96,48", "-o", byBox);
        assertThat(done.err())
                .contains("large.png has 96x96 pixels, resized to 36x36, of which the middle 32x32 are taken")
                .hasLineCount(1);
        Cli.run("edit", large, "-m", FASHION32, "-c", "Bag", "--mask", mask, "-o", byMask);
        assertThat(PictureFiles.read(byMask)).isEqualTo(PictureFiles.read(byBox));
        Cli.run("edit", large, "-m", FASHION32, "-c", "Bag", "--mask", original, "-o", byMask)
                .fails(2, "32x32 pixels; the picture has 96x96");
    }

    private Picture edit(Object... mask) {
        Path file = folder.resolve("out.png");
        Object[] words = Stream.concat(
                        Stream.of("inpaint", original, "-m", FASHION32, "-c", "Sandal", "--seed", 3, "-o", file),
                        Stream.of(mask))
                .toArray();
        Done result = Cli.run(words);
        assertThat(result.err()).isEmpty();
        return PictureFiles.read(file);
    }
}
