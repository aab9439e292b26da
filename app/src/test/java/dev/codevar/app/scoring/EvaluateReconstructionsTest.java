package dev.codevar.app.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codevar.app.Cli;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.evaluation.score.PeakSignal;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code codevar evaluate --reconstructions} on a few stripes, against {@code evaluate} on files of them. */
class EvaluateReconstructionsTest {
    private static final int COUNT = 12;
    private static final int SIDE = 32;

    @TempDir
    Path folder;

    /** Stripes of several widths and colours. */
    private static Picture stripes(int number) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % SIDE;
            rgb[i] = (byte) ((x / (1 + number % 7)) % 2 == 0 ? 30 * (i % 3) + 10 * number : 200 - 9 * number);
        }
        return new Picture(SIDE, SIDE, rgb);
    }

    @BeforeEach
    void writePictures() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            write("data/train/all", i, stripes(i));
            write("data/val/all", i, stripes(i));
            write("real", i, stripes(i));
        }
    }

    private void write(String inner, int number, Picture picture) throws IOException {
        Path place = Files.createDirectories(folder.resolve(inner));
        PictureFiles.writePng(place.resolve(String.format("%02d.png", number)), picture, Map.of());
    }

    /** Pictures in CIFAR's files, which are tested as they are, while those of other files are resized and cut. */
    private Path cifar(List<Picture> tested) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (Picture picture : tested) {
            records.write(0);
            for (int i = 0; i < 3 * SIDE * SIDE; i++) {
                int pixel = i % (SIDE * SIDE);
                records.write(picture.sample(pixel % SIDE, pixel / SIDE, i / (SIDE * SIDE)));
            }
        }
        Path place = Files.createDirectories(folder.resolve("cifar"));
        for (int part = 1; part <= 5; part++) {
            Files.write(place.resolve("data_batch_" + part + ".bin"), new byte[1 + 3 * SIDE * SIDE]);
        }
        Files.write(place.resolve("test_batch.bin"), records.toByteArray());
        return place;
    }

    private Cli.Done evaluate(Object... words) {
        return Cli.run(Stream.concat(Stream.of("evaluate", "-m", Cli.FASHION32), Stream.of(words))
                .toArray());
    }

    private static Picture givenBack(VqVae vae, Picture picture) {
        return Scoped.inference(() -> {
            Tensor last_1EPP =
                    vae.encode(Pixels.toTensor(List.of(picture), SIDE)).f_hats().get(5);
            float[] values_3hw = new float[3 * SIDE * SIDE];
            vae.decode(last_1EPP).data_ptr_float().get(values_3hw);
            byte[] rgb = new byte[values_3hw.length];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) Math.round((values_3hw[i % 3 * SIDE * SIDE + i / 3] + 1) * 127.5);
            }
            return new Picture(SIDE, SIDE, rgb);
        });
    }

    @Test
    void theScoresAreThoseOfFilesOfTheSamePictures() throws IOException {
        PeakSignal signal = new PeakSignal();
        ModelSet set = ModelSet.open(Cli.FASHION32);
        VqVaeConfig config = set.vaeConfig(new Pyramid(set.description().scales()));
        try (TensorSource weights = set.openVae(config);
                VqVae vae = new VqVae(weights, config, Compute.EXACT)) {
            for (int i = 0; i < COUNT - 1; i++) {
                Picture back = givenBack(vae, stripes(i));
                signal.add(stripes(i), back);
                write("back", i, back);
            }
        }
        Path cifar = cifar(IntStream.range(0, COUNT)
                .mapToObj(EvaluateReconstructionsTest::stripes)
                .toList());
        Path reference = folder.resolve("real");
        JsonNode ofFiles = evaluate(folder.resolve("back"), "--reference", reference, "--json")
                .succeeds()
                .json();
        Path page = folder.resolve("page.html");
        JsonNode streamed = evaluate(
                        "--reconstructions",
                        "--data",
                        cifar,
                        "--count",
                        COUNT - 1,
                        "--batch",
                        4,
                        "--precision",
                        "float32",
                        "--reference",
                        reference,
                        "--report",
                        page,
                        "--json")
                .succeeds()
                .json();
        double fid = ofFiles.path("fid").asDouble();
        assertThat(fid).isPositive();
        assertThat(streamed.path("fid").asDouble()).isCloseTo(fid, within(1e-4 * fid));
        for (String same : List.of("precision", "recall", "density", "coverage", "count_samples", "count_reference")) {
            assertThat(streamed.path(same).isNumber()).as(same).isTrue();
            assertThat(streamed.path(same)).as(same).isEqualTo(ofFiles.path(same));
        }
        assertThat(streamed.path("count_samples").asInt()).isEqualTo(COUNT - 1);
        // That of the files is of values rounded to 8 bits.
        double psnr = streamed.path("psnr").asDouble();
        assertThat(psnr).isCloseTo(signal.ratio(), within(0.05));
        assertThat(streamed.path("mse").asDouble()).isCloseTo(4 / Math.pow(10, psnr / 10), within(1e-9));
        assertThat(streamed.path("codes_in_use")).hasSize(6);
        assertThat(streamed.path("codes_in_use").get(0).asInt()).isBetween(1, COUNT - 1);
        assertThat(streamed.path("codes").asInt()).isEqualTo(512);
        assertThat(page).content().contains("data:image/png;base64,", "given back by the VQ-VAE of fashion32");
    }

    @Test
    void peopleReadWhatWasLeftOut() throws IOException {
        Files.writeString(folder.resolve("data/val/all/99.png"), "no picture");
        Cli.Done done = evaluate(
                "--reconstructions", "--data", folder.resolve("data"), "--reference", folder.resolve("data/train/all"));
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.err()).contains("skipped: ", "99.png").hasLineCount(1);
        assertThat(done.out())
                .contains(
                        "Fréchet distance",
                        "mean squared difference",
                        "PSNR",
                        "codes in use, scale by scale: ",
                        " of 512",
                        "pictures skipped because they cannot be read: 1",
                        "given back by the VQ-VAE of fashion32",
                        ", 12 pictures of 32x32 pixels");
    }

    @Test
    void whatIsWronglyAskedEndsWithOneLine() {
        Path data = folder.resolve("data");
        String asked = "--reconstructions";
        evaluate(data, asked).fails(2, data + " is scored as it is: --reconstructions goes without SAMPLES");
        for (List<String> drawn : List.of(
                List.of("--plan", "small"),
                List.of("--cfg", "2"),
                List.of("--class", "1"),
                List.of("--per-class", "3"),
                List.of("--class-distances"))) {
            evaluate(Stream.concat(Stream.of(asked), drawn.stream()).toArray())
                    .fails(2, "--reconstructions draws nothing", "--class-distances");
        }
        Cli.run("evaluate", asked).fails(2, "--reconstructions needs a VQ-VAE", "--model");
        evaluate("--data", data).fails(2, "--data " + data, "goes with --reconstructions");
        evaluate("--count", 5).fails(2, "--count 5", "goes with --reconstructions");
        Cli.run("evaluate", "--features", data, data, asked).fails(2, "--features compares two files of features");
        evaluate(asked, "--data", data, "--count", 0).fails(2, "0 pictures are asked for; from 1 to all 12 are legal");
        evaluate(asked, "--data", data, "--count", 13).fails(2, "13 pictures", "all 12");
        evaluate(asked, "--data", data, "--batch", 0).fails(2, "batch 0 is not between 1 and 4096");
        for (List<String> ignored : List.of(List.of("--low-memory"), List.of("--max-memory", "6G"))) {
            evaluate(Stream.concat(Stream.of(asked), ignored.stream()).toArray())
                    .fails(2, "no transformer: --low-memory and --max-memory do not go with it");
        }
        evaluate(asked, "--data", data, "--precision", "float16").fails(2, "float16 is for CUDA");
        evaluate(asked, "--data", data, "--device", "cpu,huge=cpu").fails(2, "no model 'huge'");
        evaluate(asked, "--data", folder.resolve("none")).fails(2, "no pictures at ", "none");
    }

    /** With one scale less the VQ-VAE is one of 24. */
    @Test
    void picturesOfAnotherSizeEndWithOneLine() throws IOException {
        Path set = Files.createDirectories(folder.resolve("set"));
        for (String name : List.of("classifier.safetensors", "reference.npz")) {
            Files.copy(Cli.FASHION32.resolve(name), set.resolve(name));
        }
        ObjectNode description = (ObjectNode)
                new ObjectMapper().readTree(Cli.FASHION32.resolve("model.json").toFile());
        ((ArrayNode) description.path("scales")).remove(5);
        ((ObjectNode) description.path("models")).retain("small");
        description.putObject("plans").put("small", "small");
        description.put("default_plan", "small");
        Files.writeString(set.resolve("model.json"), description.toString());
        Path cifar = cifar(List.of(stripes(0)));
        Cli.run("evaluate", "-m", set, "--reconstructions", "--data", cifar)
                .fails(2, "the pictures have 32 pixels a side, but the VQ-VAE takes 24");
    }
}
