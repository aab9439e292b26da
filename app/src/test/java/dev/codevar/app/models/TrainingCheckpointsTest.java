package dev.codevar.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import dev.codevar.app.TinyModelFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
        Cli.run("models", "inspect", Cli.FASHION32, "--entry", "ema").fails(2, "--entry", "is none");
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

    private static Object[] with(Object[] words, Object... more) {
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }
}
