package dev.codevar.app.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code codevar train classifier}, on a few made pictures: a bright square whose place is its class. */
class TrainCommandTest {
    @TempDir
    static Path data;

    @TempDir
    Path folder;

    private static int threads;

    @BeforeAll
    static void makePictures() throws IOException {
        threads = Libtorch.threads();
        write("train", 48);
        write("t10k", 20);
    }

    @AfterAll
    static void asBefore() {
        Libtorch.useThreads(threads);
    }

    @Test
    void theSameSeedGivesTheSameFiles() throws IOException {
        JsonNode first = train("a", "--json").succeeds().json();
        assertThat(first.path("steps").asInt()).isEqualTo(6);
        assertThat(first.path("weights").asText())
                .isEqualTo(folder.resolve("a/weights.safetensors").toString());
        assertThat(first.path("reference").asText())
                .isEqualTo(folder.resolve("a.npz").toString());
        assertThat(first.path("accuracy").asDouble())
                .isCloseTo(first.path("validation").path("accuracy").asDouble(), within(1e-12));
        Cli.Done second = train("b").succeeds();
        assertThat(second.out())
                .contains("step 3: loss ", "step 6: loss ", "% of the test pictures", "has their features")
                .hasLineCount(5);
        assertThat(folder.resolve("b/weights.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("a/weights.safetensors"));
        assertThat(folder.resolve("b.npz")).hasSameBinaryContentAs(folder.resolve("a.npz"));
        try (NpzReader reference = NpzReader.open(folder.resolve("a.npz"))) {
            reference.header("mu").check(NpyType.FLOAT64, 128);
            reference.header("sigma").check(NpyType.FLOAT64, 128, 128);
            reference.header("features").check(NpyType.FLOAT32, 20, 128);
            reference.header("labels").check(NpyType.INT32, 20);
        }
        // Without a checkpoint it is not begun again over what came of it.
        byte[] weights = Files.readAllBytes(folder.resolve("b/weights.safetensors"));
        try (Stream<Path> checkpoints = Files.list(folder.resolve("b/checkpoints"))) {
            for (Path checkpoint : checkpoints.toList()) {
                Files.delete(checkpoint);
            }
        }
        train("b").fails(2, folder.resolve("b") + " holds weights.safetensors but no checkpoint to go on from");
        assertThat(folder.resolve("b/weights.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void wrongInputEndsInOneLineAndWritesNothing() throws IOException {
        Path out = folder.resolve("x");
        Cli.run("train", "classifier", "--data", folder.resolve("none"), "--out", out)
                .fails(2, "no such folder", "apt install dataset-fashion-mnist");
        Path nowhere = folder.resolve("none").resolve("x.npz");
        Cli.run("train", "classifier", "--data", data, "--out", out, "--reference", nowhere)
                .fails(2, "there is no folder");
        for (Path inside : List.of(out, out.resolve("x.npz"))) {
            Cli.run("train", "classifier", "--data", data, "--out", out, "--reference", inside)
                    .fails(2, "--reference " + inside + " is in the training's folder");
        }
        Cli.run("train", "classifier", "--data", data, "--out", out, "--config", "fashion32-vqvae")
                .fails(2, "its kind is 'vqvae', but this trains 'classifier'");
        Cli.run("train", "classifier", "--data", data, "--out", out, "--batch", "64")
                .fails(2, "batch 64", "48 examples");
        Cli.run("train", "classifier", "--data", data, "--out", out, "--learning-rate", "0")
                .fails(2, "learning rate 0.0");
        Cli.run("train", "classifier", "--data", data, "--out", out, "--threads", "0")
                .fails(2, "threads 0");
        Cli.run("train", "classifier", "--data", data).fails(2, "--out");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void picturesOfAFolderAreCutToTheSide() throws IOException {
        Path pictures = folder.resolve("pictures");
        byte[] rgb = new byte[20 * 30 * 3];
        for (String part : new String[] {"train/a", "train/b", "val/a", "val/b"}) {
            Path inner = Files.createDirectories(pictures.resolve(part));
            for (int i = 0; i < 4; i++) {
                Arrays.fill(rgb, (byte) (part.endsWith("a") ? 10 * i : 200 + 10 * i));
                PictureFiles.writePng(inner.resolve(i + ".png"), new Picture(20, 30, rgb), Map.of());
            }
        }
        Files.writeString(pictures.resolve("train/b/5.png"), "no picture");
        Path out = folder.resolve("net");
        Cli.Done done = Cli.run(
                "train",
                "classifier",
                "--data",
                pictures,
                "--side",
                16,
                "--out",
                out,
                "--epochs",
                2,
                "--batch",
                8,
                "--threads",
                1,
                "--json");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.json().path("unreadable").asInt()).isEqualTo(1);
        try (Checkpoint network = Checkpoint.open(out.resolve("weights.safetensors"))) {
            assertThat(network.metadata()).containsEntry("side", "16");
        }
        assertThat(done.err()).contains("skipped: cannot read ").contains("5.png");
        // Begun with another side, batch and number of epochs than usual: it goes on with those.
        Cli.Done again = Cli.run("train", "classifier", "--data", pictures, "--out", out, "--threads", 1, "--json");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.json().path("steps")).isEqualTo(done.json().path("steps"));
        Cli.run("train", "classifier", "--data", pictures, "--out", out, "--threads", 1, "--batch", 4)
                .fails(2, "batch 8, not 4");
        Path few = Files.writeString(
                folder.resolve("few.yaml"),
                Files.readString(out.resolve("config.yaml")).replaceAll("held_out: *\\d+", "held_out: 600"));
        Cli.run("train", "classifier", "--data", pictures, "--out", folder.resolve("few"), "--config", few)
                .fails(2, "held_out 600: there are only 8 test pictures", "from 1 to 8 are legal, and 0 for all");
        Cli.run("train", "classifier", "--data", pictures, "--out", out, "--side", 0)
                .fails(2, "side 0 is not between 4 and 4096");
        Cli.run("train", "classifier", "--data", pictures.resolve("val"), "--out", out)
                .fails(2, "it has neither Fashion-MNIST's IDX files");
    }

    private Cli.Done train(String name, Object... more) {
        Object[] words = {
            "train",
            "classifier",
            "--data",
            data,
            "--out",
            folder.resolve(name),
            "--reference",
            folder.resolve(name + ".npz"),
            "--epochs",
            2,
            "--batch",
            16,
            "--seed",
            5,
            "--threads",
            1,
            "--precision",
            "float32"
        };
        Object[] all = Stream.of(words, more).flatMap(Arrays::stream).toArray();
        return Cli.run(all);
    }

    private static void write(String part, int count) throws IOException {
        ByteBuffer pictures = ByteBuffer.allocate(16 + count * 28 * 28);
        pictures.putInt(0x0803).putInt(count).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x0801).putInt(count);
        for (int i = 0; i < count; i++) {
            for (int y = 0; y < 28; y++) {
                for (int x = 0; x < 28; x++) {
                    boolean bright = x / 6 == i % 10 % 4 && y / 9 == i % 10 / 4;
                    pictures.put((byte) (bright ? 200 : i));
                }
            }
            labels.put((byte) (i % 10));
        }
        Files.write(data.resolve(part + "-images-idx3-ubyte"), pictures.array());
        Files.write(data.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
}
