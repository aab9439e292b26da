package dev.codevar.app;

import static dev.codevar.app.Cli.FASHION32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.app.Cli.Done;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input ends with 2, what fails with 1: one line that names the value and what is legal, and no file. */
class BadArgumentsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--class 10 | class 10 is not between 0 and 9",
                "--class -1 | class -1 is not between 0 and 9",
                "--class boat | class 'boat' is unknown",
                "--class ; | --class names no class",
                "--count 0 | count 0 is not between 1 and 1000000",
                "--count 2147483647 | count 2147483647 is not between 1 and 1000000",
                "--temperature 1e-39 | temperature 1.0E-39 is not between 1.0E-6",
                "--plan large,small | large needs the number of scales that it makes, from 1 to 5",
                "--batch 5000 | batch 5000 is not between 1 and 4096",
                "--count x | 'x' is not a whole number",
                "--cfg x | 'x' is not a number",
                "--seed 99999999999999999999 | '99999999999999999999' is not a whole number that fits",
                "--cfg -0.5 | cfg -0.5 is not between 0 and 100",
                "--cfg NaN | cfg NaN is not between 0 and 100",
                "--top-p 1.01 | top-p 1.01 is not between 0 and 1",
                "--top-k -1 | top-k -1 is not between 0 and 512",
                "--top-k 513 | top-k 513 is not between 0 and 512",
                "--top-k 1,2 | top-k has 2 values; one, or one for each of 6 scales",
                "--class sneker | class 'sneker' is unknown: did you mean Sneaker?",
                "--class Sneaker,Bag | these are 2 classes, which --class divides by ';'",
                "--class sneker,bag | these are 2 classes, which --class divides by ';'",
                "--plan larg | no model 'larg'; did you mean large? there are [",
                "--plan code3 | no model 'code3'; did you mean code-3? there are [",
                "--sede 4 | --sede', '4'; did you mean --seed?",
                "--temperature -1 | temperature -1.0 is not between 1.0E-6 and 100",
                "--batch 0 | batch 0 is not between 1 and",
                "--threads -1 | threads -1 is not between 1 and",
                "--threads 0 | threads 0 is not between 1 and",
                "--plan large:7,small | large makes 7 scales",
                "--plan large:6,small | large makes 6 scales",
                "--plan huge | no model 'huge'",
                "--plan large:x,small | 'x' is no number of scales",
                "--plan large --draft-steps 3 | --plan says it all",
                "--drafter-depth 4 --refiner-depth 2 --draft-steps 7 --training-free | draft steps 7 is not between 1 and 6",
                "--drafter-depth 4 --refiner-depth 2 --draft-steps 0 --training-free | draft steps 0 is not between 1 and 6",
                "--drafter-depth 5 --refiner-depth 2 --draft-steps 3 --training-free | no all-round model of depth 5",
                "--drafter-depth 2 --refiner-depth 2 --draft-steps 2 | --training-free",
                "--rng dice | rng 'dice' is unknown: use per-picture or reference",
                "--precision int4 | precision 'int4' is unknown",
                "--precision float16 | float16 is for CUDA",
                "--device tpu | device 'tpu' is unknown: use cpu, cuda or cuda:i",
                "--device cuda:77 | device 'cuda:77' is not here",
                "--nonsense | --nonsense",
            })
    void wrongOptionsEndWithTwo(String options, String message) {
        Path file = folder.resolve("x.png");
        Object[] words = Stream.concat(
                        Stream.of("generate", "-m", FASHION32.toString(), "-o", file.toString()),
                        Stream.of(options.split(" ")))
                .toArray();
        Cli.run(words).fails(2, message);
        assertThat(file).doesNotExist();
    }

    @Test
    void picturesAreWrittenAsPngOnly() {
        Path file = folder.resolve("x.jpg");
        Cli.run("generate", "-m", FASHION32, "-o", file).fails(2, "x.jpg", "must end in .png");
        assertThat(file).doesNotExist();
    }

    @Test
    void sheetsHaveALimit() {
        Path file = folder.resolve("x.png");
        Cli.run("generate", "-m", FASHION32, "-n", 100_000, "-o", file).fails(2, "100000 pictures", "--separate");
        assertThat(file).doesNotExist();
    }

    @Test
    void nothingIsMadeForARequestThatIsRefused() {
        Path separate = folder.resolve("separate");
        Cli.run("generate", "-m", FASHION32, "--separate", "-o", separate, "--cfg", 500)
                .fails(2, "cfg 500.0");
        assertThat(separate).doesNotExist();
    }

    @Test
    void foldersAreNoPictures() {
        Cli.run("inpaint", folder, "-m", FASHION32, "-c", 1, "--box", "0,0,4,4").fails(2, folder.toString());
        Cli.run("generate", "--like", folder).fails(2, folder.toString());
        Cli.run("reconstruct", folder, "-m", FASHION32).fails(2, folder.toString());
    }

    @Test
    void emptyNamesAreNoPaths() {
        Cli.run("generate", "-m", FASHION32, "-o", "").fails(2, "an empty name is no path");
        Cli.run("generate", "-m", "").fails(2, "the model's name is empty");
        Cli.run("reconstruct", "").fails(2, "an empty name is no path");
    }

    @Test
    void unknownModelsEndWithTwo() {
        Cli.run("generate", "-m", "nowhere").fails(2, "model 'nowhere' is unknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--box 0,0,33,4 --class 1 | width 33",
                "--box 30,0,4,4 --class 1 | width 4",
                "--box 0,0,0,4 --class 1 | width 0",
                "--box -1,0,4,4 --class 1 | -1",
                "--box 1,2,3 --class 1 | four numbers",
                "--box 1,2,3,a --class 1 | 'a'",
                "--class 1 | exactly one of --mask and --box",
                "--box 0,0,4,4 | --class",
                "--box 0,0,4,4 --class 11 | class 11 is not between 0 and 9",
            })
    void wrongEditsEndWithTwo(String options, String message) {
        Path picture = picture("in.png", 32, 32);
        Path file = folder.resolve("x.png");
        Object[] words = Stream.concat(
                        Stream.of("inpaint", picture.toString(), "-m", FASHION32.toString(), "-o", file.toString()),
                        Stream.of(options.split(" ")))
                .toArray();
        Cli.run(words).fails(2, message);
        assertThat(file).doesNotExist();
    }

    @Test
    void picturesThatDoNotFitAreNamed() throws IOException {
        Path small = picture("small.png", 8, 9);
        Path right = picture("right.png", 32, 32);
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        Object[] rest = {"-m", FASHION32, "-c", "1", "-o", folder.resolve("x.png")};
        edit(small, rest, "--fit", "exact", "--box", "0,0,4,4").fails(2, "8x9 pixels; this model takes 32x32");
        edit(right, rest, "--mask", small).fails(2, "8x9 pixels; the picture has 32x32");
        edit(right, rest, "--mask", right).fails(2, "right.png chooses none of the picture's 1024 pixels", "white");
        edit(right, rest, "--mask", right, "--outside").fails(2, "seen from outside, chooses all", "use generate");
        edit(right, rest, "--box", "0,0,32,32").fails(2, "the box chooses all");
        edit(text, rest, "--box", "0,0,4,4").fails(2, "text.png");
        edit(right, rest, "--mask", text).fails(2, "text.png");
        edit(folder.resolve("none.png"), rest, "--box", "0,0,4,4").fails(2, "none.png");
        assertThat(folder.resolve("x.png")).doesNotExist();
    }

    @Test
    void likeNeedsAPictureThatSaysHowItWasMade() {
        Path silent = picture("silent.png", 32, 32);
        Cli.run("generate", "--like", silent).fails(2, "does not say how it was made");
        Cli.run("generate", "--like", silent, "--seed", 3).fails(2, "--like makes the same picture again");
        Path broken = folder.resolve("broken.png");
        PictureFiles.writePng(broken, new Picture(1, 1, new byte[3]), Map.of("codevar", "{\"plan\": 3"));
        Cli.run("generate", "--like", broken).fails(2, "is not understood");
        PictureFiles.writePng(broken, new Picture(1, 1, new byte[3]), Map.of("codevar", "{}"));
        Cli.run("generate", "--like", broken).fails(2, "broken.png");
    }

    @Test
    void debugShowsWhere() {
        Done result = Cli.run("generate", "-m", FASHION32, "--cfg", "-1", "--debug");
        assertThat(result.err()).contains("InvalidInputException").contains("\tat dev.codevar");
    }

    private static Done edit(Path picture, Object[] rest, Object... mask) {
        return Cli.run(Stream.of(new Object[] {"inpaint", picture}, rest, mask)
                .flatMap(Stream::of)
                .toArray());
    }

    private Path picture(String name, int width, int height) {
        Path file = folder.resolve(name);
        PictureFiles.writePng(file, new Picture(width, height, new byte[3 * width * height]), Map.of());
        return file;
    }
}
