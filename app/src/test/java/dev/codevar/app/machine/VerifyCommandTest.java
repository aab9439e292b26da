package dev.codevar.app.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codevar.app.Cli;
import dev.codevar.app.TinyModelFiles;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code codevar verify}: says yes only where everything holds. */
class VerifyCommandTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copyCase() throws IOException {
        for (String file : new String[] {"case.json", "weights.json"}) {
            Files.copy(TinyModelFiles.GOLDEN.resolve(file), folder.resolve(file));
        }
    }

    /** Expects what the encoder gives, which is quickly computed, with a change. */
    private void expect(Consumer<Map<String, Tensor>> change) {
        Libtorch.load();
        try (PointerScope scope = new PointerScope();
                Checkpoint golden = Checkpoint.open(TinyModelFiles.GOLDEN.resolve("expected.safetensors"))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            golden.tensors().forEach((name, info) -> {
                if (name.equals("image_u8") || name.equals("vae.f") || name.startsWith("vae.idx.")) {
                    tensors.put(name, golden.load(name, info.type().scalarType()));
                }
            });
            change.accept(tensors);
            Safetensors.write(folder.resolve("expected.safetensors"), tensors, Map.of());
        }
    }

    @Test
    void aCaseThatHolds() {
        expect(tensors -> {});
        Cli.Done people = Cli.run("verify", "--golden", folder).succeeds();
        assertThat(people.out())
                .containsPattern("(?m)^ok +vae\\.f +\\d+ values, 0 differ, largest difference \\S+ of 0\\.0010$")
                .endsWith("7 tensors compared: all hold" + System.lineSeparator());
        JsonNode json =
                Cli.run("verify", "--golden", folder, "--json").succeeds().json();
        assertThat(json.path("holds").asBoolean()).isTrue();
        assertThat(json.path("compared").asInt()).isEqualTo(7);
        assertThat(json.path("device").asText()).isEqualTo("cpu");
        assertThat(json.path("tensors").path(0).path("name").asText()).isEqualTo("vae.f");
    }

    @Test
    void aTensorThatDiffersIsNamed() {
        expect(tensors -> {
            tensors.computeIfPresent("vae.f", (name, tensor) -> tensor.add(new Scalar(0.01)));
            tensors.computeIfPresent("vae.idx.0", (name, tensor) -> torch.cat(twice(tensor), 0));
            tensors.put("surprise", torch.zeros(1));
        });
        Cli.Done people = Cli.run("verify", "--golden", folder);
        assertThat(people.code()).isEqualTo(1);
        assertThat(people.err()).isEmpty();
        assertThat(people.out())
                .containsPattern("(?m)^FAILED vae\\.f .* largest difference 0\\.010 of 0\\.0010$")
                .containsPattern("(?m)^FAILED vae\\.idx\\.0 .*expected shape")
                .containsPattern("(?m)^FAILED surprise .*unknown$")
                .containsPattern("(?m)^ok +vae\\.idx\\.1 ")
                .endsWith("8 tensors compared: 3 do not hold" + System.lineSeparator());
        Cli.Done json = Cli.run("verify", "--golden", folder, "--json");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.json().path("failed").asInt()).isEqualTo(3);
        assertThat(json.json().path("holds").asBoolean(true)).isFalse();
    }

    @Test
    void inBfloat16NetworksAreAsNearAsRoundingExplains() {
        Libtorch.load();
        try (PointerScope scope = new PointerScope();
                Checkpoint golden = Checkpoint.open(TinyModelFiles.GOLDEN.resolve("expected.safetensors"))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put("image_u8", golden.load("image_u8", ScalarType.Byte));
            tensors.put("refiner.logits", golden.load("refiner.logits", ScalarType.Float));
            Safetensors.write(folder.resolve("expected.safetensors"), tensors, Map.of());
        }
        Cli.Done people =
                Cli.run("verify", "--golden", folder, "--precision", "bf16").succeeds();
        assertThat(people.out())
                .containsPattern("(?m)^ok +refiner\\.logits +14592 values, 0 differ")
                .containsPattern("(?m)^ok +refiner\\.logits\\.rms +57 values, 0 differ");
        JsonNode json = Cli.run("verify", "--golden", folder, "--precision", "bfloat16", "--json")
                .succeeds()
                .json();
        assertThat(json.path("precision").asText()).isEqualTo("bfloat16");
        // More than float32 may differ by: it is bfloat16 indeed.
        assertThat(json.path("tensors").path(0).path("largest_difference").asDouble())
                .isGreaterThan(2e-3);
    }

    @Test
    void precisionsThatCannotBeCompared() {
        expect(tensors -> {});
        Cli.run("verify", "--golden", folder, "--precision", "float16").fails(2, "float16", "float32 or bfloat16");
        Cli.run("verify", "--golden", folder, "--device", "cuda:77").fails(2, "device 'cuda:77' is not here");
        Cli.run("verify", "--golden", folder, "--precision", "int4").fails(2, "precision 'int4' is unknown");
        Cli.run("verify", "--golden", folder, "--training", "--precision", "bfloat16")
                .fails(2, "precision bfloat16 cannot stand beside --training");
    }

    /** Beside files that hold, synthetic weights that cannot even be read are not looked at. */
    @Test
    void weightsAreReadFromFilesWhereThatIsAsked() throws IOException {
        Path golden = TinyModelFiles.GOLDEN.resolveSibling("fashion32");
        for (String file : new String[] {"case.json", "vae.pth", "var_d4.pth", "var_d2.pth"}) {
            Files.copy(golden.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(folder.resolve("weights.json"), "[]");
        Libtorch.load();
        try (PointerScope scope = new PointerScope();
                Checkpoint all = Checkpoint.open(golden.resolve("expected.safetensors"))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            all.tensors().forEach((name, info) -> {
                if (name.startsWith("vae.") || name.endsWith(".logits")) {
                    tensors.put(name, all.load(name, info.type().scalarType()));
                }
            });
            Safetensors.write(folder.resolve("expected.safetensors"), tensors, Map.of());
        }
        Cli.run("verify", "--golden", folder).fails(2, "weights.json");
        Cli.Done done = Cli.run("verify", "--golden", folder, "--pth").succeeds();
        assertThat(done.out())
                .containsPattern("(?m)^ok +vae\\.idx +1300 values, 0 differ")
                .containsPattern("(?m)^ok +drafter\\.logits ")
                .containsPattern("(?m)^ok +refiner\\.logits ")
                .contains("all hold");
    }

    private static TensorVector twice(Tensor tensor) {
        return new TensorVector(tensor, tensor);
    }

    @Test
    void trainingStepsAreComparedWithTheirOwnFile() throws IOException {
        Files.copy(TinyModelFiles.GOLDEN.resolve("expected.safetensors"), folder.resolve("expected.safetensors"));
        Cli.run("verify", "--golden", folder, "--training").fails(2, "training.json", "no such file");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode training = (ObjectNode)
                mapper.readTree(TinyModelFiles.GOLDEN.resolve("training.json").toFile());
        training.retain("cross_entropy", "adamw_step");
        mapper.writeValue(folder.resolve("training.json").toFile(), training);
        Cli.Done people = Cli.run("verify", "--golden", folder, "--training").succeeds();
        assertThat(people.out())
                .containsPattern("(?m)^ok +cross_entropy\\.grad_norm +23 values, 0 differ, .* of 0\\.0010$")
                .endsWith("6 entries compared: all hold" + System.lineSeparator());
        ((ObjectNode) training.path("cross_entropy")).put("loss", 17);
        mapper.writeValue(folder.resolve("training.json").toFile(), training);
        Cli.Done json = Cli.run("verify", "--golden", folder, "--training", "--json");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.json().path("failed").asInt()).isEqualTo(1);
        assertThat(json.json().path("tensors").path(0).path("name").asText()).isEqualTo("cross_entropy.loss");
    }

    @Test
    void whatCannotBeComparedIsOneLine() throws IOException {
        Cli.run("verify").fails(2, "--golden");
        Cli.run("verify", "--golden", folder.resolve("none")).fails(2, "case.json");
        Cli.run("verify", "--golden", folder).fails(2, "expected.safetensors", "no such file");
        expect(tensors -> {});
        Cli.run("verify", "--golden", folder, "--pth").fails(2, "vae.pth", "no such file");
        expect(Map::clear);
        Cli.run("verify", "--golden", folder).fails(2, "nothing to compare");
        Files.writeString(folder.resolve("weights.json"), "[]");
        Cli.run("verify", "--golden", folder).fails(2, "weights.json", "is missing");
        Files.writeString(folder.resolve("case.json"), "{\"V\": 1");
        Cli.run("verify", "--golden", folder).fails(2, "case.json");
        Files.writeString(folder.resolve("case.json"), "{}");
        Cli.run("verify", "--golden", folder).fails(2, "case.json", "patch_nums");
    }
}
