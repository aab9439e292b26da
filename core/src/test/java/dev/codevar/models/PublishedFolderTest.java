package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.models.Description.Specialised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of checkpoints is a model set as it is, under their published names or as trainings leave them. */
class PublishedFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeVae() {
        TinyFiles.vae(folder.resolve("vae_ch160v4096z32.pth"));
    }

    private void put(Path file, String name) {
        try {
            Files.copy(file, folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void plainModels() {
        put(TinyFiles.DRAFTER, "var_d30.pth");
        put(TinyFiles.REFINER, "var_d16.pth");
        put(TinyFiles.REFINER, "notes.pth");
        ModelSet set = ModelSet.open(folder);
        assertThat(set.description().name()).isEqualTo(String.valueOf(folder.getFileName()));
        assertThat(set.description().models().keySet()).containsExactly("d16", "d30");
        assertThat(set.description().plans())
                .containsEntry("training-free-5", "d30:5,d16")
                .containsEntry("var-d30", "d30")
                .hasSize(5 + 2);
        assertThat(set.description().defaultPlan()).isEqualTo("training-free-5");
        assertThat(set.transformerFile("d30")).isEqualTo(folder.resolve("var_d30.pth"));
        assertThat(set.transformerConfig("d30").depth()).isEqualTo(2);
    }

    @Test
    void aFineTunedPair() {
        put(TinyFiles.DRAFTER, "drafter_4.pth");
        put(TinyFiles.REFINER, "refiner_4.pth");
        Description set = ModelSet.open(folder).description();
        assertThat(set.models().values().stream().map(Description.Transformer::specialised))
                .containsExactly(new Specialised("drafter", 4), new Specialised("refiner", 4));
        assertThat(set.plans()).isEqualTo(Map.of("code-4", "drafter4:4,refiner4"));
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        assertThatThrownBy(() -> ModelSet.open(folder))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContainingAll(folder.toString(), "var_dNN.pth");
        put(TinyFiles.DRAFTER, "drafter_9.pth");
        assertThatThrownBy(() -> ModelSet.open(folder))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContainingAll(folder.toString(), "drafter9", "draft_steps 9", "between 1 and 5");
        put(folder.resolve("vae_ch160v4096z32.pth"), "var_d16.pth");
        assertThatThrownBy(() -> ModelSet.open(folder))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContainingAll("var_d16.pth", "no VAR transformer");
    }

    @Test
    void checkpointsOfTrainingsUnderPublishedNames() throws IOException {
        Files.delete(folder.resolve("vae_ch160v4096z32.pth"));
        TinyFiles.trained(folder.resolve("var_d30.pth"), TinyFiles.DRAFTER, "module.");
        put(TinyFiles.REFINER, "var_d16.pth");
        ModelSet set = ModelSet.open(folder);
        assertThat(set.description().models().keySet()).containsExactly("d16", "d30");
        assertThat(set.vaeFile()).isEqualTo(folder.resolve("var_d30.pth"));
        assertSameTensors(set, "d30", TinyFiles.DRAFTER);
    }

    @Test
    void checkpointsAsVarsTrainerNamesThem() throws IOException {
        TinyFiles.trained(folder.resolve("ar-ckpt-best.pth"), TinyFiles.DRAFTER, "_orig_mod.");
        TinyFiles.trained(folder.resolve("ar-ckpt-last.pth"), TinyFiles.DRAFTER, "");
        put(TinyFiles.REFINER, "small.pth");
        Files.writeString(folder.resolve("broken.pth"), "no checkpoint");
        Files.delete(folder.resolve("vae_ch160v4096z32.pth"));
        ModelSet set = ModelSet.open(folder);
        assertThat(set.transformerFile("d2")).isEqualTo(folder.resolve("ar-ckpt-best.pth"));
        assertThat(set.transformerFile("d1")).isEqualTo(folder.resolve("small.pth"));
        assertThat(set.description().models()).hasSize(2);
        assertThat(set.description().plans()).containsEntry("training-free-5", "d2:5,d1");
        assertSameTensors(set, "d2", TinyFiles.DRAFTER);
        try (TensorSource vae = set.openVae(set.vaeConfig())) {
            assertThat(Recognition.isVae(vae)).isTrue();
        }
    }

    @Test
    void whatWasPassedOverIsNamedWhereNothingIsLeft() throws IOException {
        Files.delete(folder.resolve("vae_ch160v4096z32.pth"));
        assertThatThrownBy(() -> ModelSet.open(folder))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContainingAll("no model set at " + folder, "neither model.json nor vae_ch160v4096z32.pth");
        Files.writeString(folder.resolve("broken.pth"), "no checkpoint");
        assertThatThrownBy(() -> ModelSet.open(folder))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining("broken.pth: neither a .pth file");
    }

    private static void assertSameTensors(ModelSet set, String role, Path file) {
        try (TensorSource opened = set.openTransformer(role);
                TensorSource plain = Checkpoint.open(file)) {
            assertThat(opened.tensors()).isEqualTo(plain.tensors());
        }
    }
}
