package dev.codevar.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import dev.codevar.app.TinyModelFiles;
import dev.codevar.checkpoint.CheckpointEntry;
import dev.codevar.file.Sha256;
import dev.codevar.models.ModelFile;
import dev.codevar.models.Recognition;
import dev.codevar.picture.PictureFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models inspect} and {@code convert} of checkpoints that trainings leave. */
class TrainingCheckpointsTest {
    private static final Path FILES = Path.of("..", "core/src/test/resources/dev/codevar/checkpoint/trainings");

    @TempDir
    Path folder;

    /** Writes again what torch.save wrote, its state_dict twice in a dict: {@code {"net": it, "ema": it}}, both of them whole. */
    private static Path twice(Path from, Path to) throws IOException {
        try (ZipFile read = new ZipFile(from.toFile());
                ZipOutputStream written = new ZipOutputStream(Files.newOutputStream(to))) {
            written.setMethod(ZipOutputStream.STORED);
            for (ZipEntry entry : read.stream().toList()) {
                byte[] bytes = read.getInputStream(entry).readAllBytes();
                byte[] content = entry.getName().endsWith("/data.pkl") ? twice(bytes) : bytes;
                CRC32 crc = new CRC32();
                crc.update(content);
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setSize(content.length);
                copy.setCrc(crc.getValue());
                written.putNextEntry(copy);
                written.write(content);
            }
        }
        return to;
    }

    /** A pickle begins with two bytes for its protocol, and ends with a stop. */
    private static byte[] twice(byte[] pickle) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(pickle, 0, 2);
        for (String begun : new String[] {"}(X\3\0\0\0net", "X\3\0\0\0ema"}) {
            both.writeBytes(begun.getBytes(StandardCharsets.ISO_8859_1));
            both.write(pickle, 2, pickle.length - 3);
        }
        both.writeBytes(new byte[] {'u', '.'});
        return both.toByteArray();
    }

    @Test
    void inspectSaysWhatItTook() {
        Path file = FILES.resolve("beside.pth");
        assertThat(Cli.run("models", "inspect", file).succeeds().out())
                .containsPattern("file +took the tensors at 'model', its only state dict; removed 'module._orig_mod.'");
        JsonNode taken =
                Cli.run("models", "inspect", file, "--json").succeeds().json().path("taken");
        assertThat(taken.path("path").asText()).isEqualTo("model");
        assertThat(taken.path("of").asInt()).isEqualTo(1);
        assertThat(taken.path("prefix").asText()).isEqualTo("module._orig_mod.");
        assertThat(Cli.run("models", "inspect", TinyModelFiles.SMALL, "--json")
                        .succeeds()
                        .json()
                        .has("taken"))
                .isFalse();
    }

    @Test
    void inspectTakesTheEntryThatIsNamed() {
        Path file = FILES.resolve("var-trainer.pth");
        Cli.run("models", "inspect", file).fails(2, "'trainer.var_wo_ddp' (2 tensors)", "--entry");
        assertThat(Cli.run("models", "inspect", file, "--tensors", "--entry", "trainer.vae_local")
                        .succeeds()
                        .out())
                .contains("quantize.embedding.weight  float32 [1]")
                .containsPattern("file +took the tensors at 'trainer.vae_local', one of 2 state dicts");
        Cli.run("models", "inspect", file, "--entry", "ema").fails(2, "'ema'", "'trainer.vae_local' (2 tensors)");
        Cli.run("models", "inspect", TinyModelFiles.SMALL, "--entry", "ema").fails(2, "'ema'", "alone");
        Cli.run("models", "inspect", Cli.FASHION32, "--entry", "ema").fails(2, "no model is at the entry 'ema' of ");
        Cli.run("models", "inspect", file, "--entry", "a;b").fails(2, "--entry names 2 entries for one model");
    }

    @Test
    void convertTakesEntriesForAllOrOneOfTheTransformers() throws IOException {
        Path vae = TinyModelFiles.vae(folder.resolve("vae.safetensors"));
        Path large = twice(TinyModelFiles.LARGE, folder.resolve("large.pth"));
        Path small = twice(TinyModelFiles.SMALL, folder.resolve("small.pth"));
        Path out = folder.resolve("out");
        Object[] words = {
            "models", "convert", "--vae", vae, "--model", "a=" + large, "--model", "b=" + small, "--out", out
        };
        Cli.run(words).fails(2, large.toString(), "'net' (", "'ema' (", "--entry");
        Cli.run(with(words, "--entry", "a=net")).fails(2, small.toString(), "'ema' (");
        Cli.run(with(words, "--entry", "net", "--entry", "ema")).fails(2, "--entry is given twice for the role 'a'");
        Cli.run(with(words, "--entry", "net", "--entry", "c=ema")).fails(2, "role 'c'", "[a, b] and vae");
        Cli.run(with(words, "--entry", "net", "--entry", "vae=net")).fails(2, "vae.safetensors", "'net'");
        assertThat(out).doesNotExist();
        Cli.Done done = Cli.run(with(words, "--entry", "b=ema", "--entry", "net", "--json"));
        assertThat(done.code()).isZero();
        assertThat(done.json().path("description").path("models")).hasSize(2);
        assertThat(done.err())
                .contains(
                        "note: " + large + ": took the tensors at 'net', one of 2 state dicts",
                        "note: " + small + ": took the tensors at 'ema', one of 2 state dicts");
    }

    /** The pictures of the same weights alone are drawn, by no name that the published files have. */
    @Test
    void commandsThatDrawTakeTheEntryThatIsNamed() throws IOException {
        Path alone = Files.createDirectory(folder.resolve("alone"));
        Path training = Files.createDirectory(folder.resolve("training"));
        TinyModelFiles.vae(alone.resolve("vae.pth"));
        Files.copy(alone.resolve("vae.pth"), training.resolve("vae.pth"));
        Files.copy(TinyModelFiles.SMALL, alone.resolve("small.pth"));
        twice(TinyModelFiles.SMALL, training.resolve("small.pth"));
        Path first = folder.resolve("first.png");
        Path second = folder.resolve("second.png");
        generate(alone, first).succeeds();
        generate(training, second).fails(2, "small.pth", "'net' (", "'ema' (", "--entry takes one of them");
        generate(training, second, "--entry", "emma").fails(2, "small.pth", "'net' (", "--entry takes one of them");
        generate(training, second, "--entry", "ema", "--entry", "var").fails(2, "no model is at the entry 'var' of ");
        generate(alone, second, "--entry", "ema").fails(2, "no model is at the entry 'ema' of ", "small.pth'");
        assertThat(second).doesNotExist();
        generate(training, second, "--entry", "ema").succeeds();
        assertThat(PictureFiles.read(second).rgb())
                .isEqualTo(PictureFiles.read(first).rgb());
        // The picture says which entry it was made with.
        Path again = folder.resolve("again.png");
        Cli.run("generate", "--like", second, "-o", again).succeeds();
        assertThat(again).hasSameBinaryContentAs(second);
    }

    /** An entry that is meant for one model says nothing of the others. */
    @Test
    void hashesHangOnTheEntryThatIsTakenAlone() throws IOException {
        Path both = twice(TinyModelFiles.SMALL, folder.resolve("both.pth"));
        CheckpointEntry net = Recognition.TRANSFORMER.preferring(Set.of("net", "trainer.vae_local"));
        assertThat(new ModelFile(both, net).hash())
                .isEqualTo(new ModelFile(both, Recognition.TRANSFORMER.preferring(Set.of("net"))).hash())
                .isEqualTo(Sha256.of(both) + " [net]");
        assertThat(new ModelFile(TinyModelFiles.SMALL, net).hash()).isEqualTo(Sha256.of(TinyModelFiles.SMALL));
    }

    @Test
    void entriesAreRefusedWhereNoModelSetIsRead() {
        String refusal = "--entry says which models of a model set's files are meant: ";
        Cli.run("doctor", "--entry", "ema").fails(2, refusal + "without --model none is read");
        Cli.run("bench", "--random-weights", "--entry", "ema").fails(2, refusal + "weights are random here");
        Cli.run("evaluate", "a.npy", "--features", "b.npy", "--entry", "ema")
                .fails(2, refusal + "--features reads two files of features");
        Cli.run("evaluate", "a.npz", "--inception", "i.pb", "--reference", "b.npz", "--entry", "ema")
                .fails(2, refusal + "Inception sees SAMPLES, and no model set is read");
    }

    private static Cli.Done generate(Path set, Path out, Object... more) {
        return Cli.run(with(
                new Object[] {"generate", "--model", set, "--class", 1, "--count", 1, "--seed", 5, "-o", out}, more));
    }

    @Test
    void verifyTakesTheEntryThatIsNamed() throws IOException {
        Path golden = Files.createDirectory(folder.resolve("golden"));
        for (String file : new String[] {"case.json", "expected.safetensors", "refiner.pth"}) {
            Files.copy(TinyModelFiles.GOLDEN.resolve(file), golden.resolve(file));
        }
        TinyModelFiles.vae(golden.resolve("vae.pth"));
        twice(TinyModelFiles.LARGE, golden.resolve("drafter.pth"));
        Cli.run("verify", "--golden", golden, "--pth").fails(2, "drafter.pth", "--entry takes one of them");
        assertThat(Cli.run("verify", "--golden", golden, "--pth", "--entry", "net")
                        .succeeds()
                        .out())
                .contains("all hold");
    }

    @Test
    void trainingsTakeTheEntryThatIsNamed() throws IOException {
        Path weights = twice(TinyModelFiles.SMALL, folder.resolve("small.pth"));
        Path data = Files.createDirectory(folder.resolve("data"));
        Object[][] trainings = {
            {"train", "var", "--vae", Cli.FASHION32}, {"finetune", "drafter", "-m", Cli.FASHION32, "-n", 2},
        };
        for (Object[] training : trainings) {
            Object[] words = with(training, "--from", weights, "--data", data, "--out", folder.resolve("out"));
            Cli.run(with(words, "--entry", "model")).fails(2, "small.pth", "--entry takes one of them");
            Cli.run(with(words, "--entry", "ema;model")).fails(2, "no model is at the entry 'model' of ", "small.pth'");
            // Then it is the pictures that are missing.
            Cli.run(with(words, "--entry", "ema")).fails(2, data.toString());
        }
    }

    private static Object[] with(Object[] words, Object... more) {
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }
}
