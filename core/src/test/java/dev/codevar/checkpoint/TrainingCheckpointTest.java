package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.PthFiles.View;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models are found in checkpoints that trainings left, pickled by CPython (made by {@code trainings/make.py}). */
class TrainingCheckpointTest {
    private static final Path FILES = Path.of("src/test/resources/dev/codevar/checkpoint/trainings");
    private static final Path VAR_TRAINER = FILES.resolve("var-trainer.pth");
    private static final CheckpointEntry TRANSFORMER = CheckpointEntry.having("blocks.0.attn.q_bias");

    @TempDir
    Path folder;

    private static CheckpointEntry at(String path) {
        return CheckpointEntry.ANY.at(Optional.of(path));
    }

    /** Checks what of a file is taken, and that it has these numbers at its beginning. */
    private static void takes(Path file, CheckpointEntry wanted, TakenEntry taken, double first, String... names) {
        try (Checkpoint checkpoint = Checkpoint.open(file, wanted);
                PointerScope scope = new PointerScope()) {
            assertThat(checkpoint.taken()).contains(taken);
            assertThat(checkpoint.tensors().keySet()).containsExactly(names);
            checkpoint.tensors().forEach((name, info) -> assertThat(info.name()).isEqualTo(name));
            assertThat(Values.of(checkpoint.load(names[0], ScalarType.Float))).startsWith(first);
            assertThat(checkpoint.describe()).isEqualTo(file + " ('" + taken.path() + "')");
        }
    }

    @Test
    void theModelOfAKindIsFoundInWhatVarsTrainerWrites() {
        TakenEntry transformer = new TakenEntry("trainer.var_wo_ddp", 2, "");
        takes(VAR_TRAINER, TRANSFORMER, transformer, 10, "pos_start", "blocks.0.attn.q_bias");
        assertThat(transformer.describe()).isEqualTo("took the tensors at 'trainer.var_wo_ddp', one of 2 state dicts");
        takes(
                VAR_TRAINER,
                CheckpointEntry.having("quantize.embedding.weight"),
                new TakenEntry("trainer.vae_local", 2, ""),
                5,
                "quantize.embedding.weight",
                "encoder.conv_in.weight");
    }

    @Test
    void whereSeveralMayBeMeantTheyAreListed() {
        assertThatThrownBy(() -> Checkpoint.open(VAR_TRAINER))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining(
                        VAR_TRAINER + ": holds 2 state_dicts that may be meant: 'trainer.var_wo_ddp' (2 tensors),"
                                + " 'trainer.vae_local' (2 tensors); --entry takes one of them");
        assertThatThrownBy(() -> Checkpoint.open(VAR_TRAINER, CheckpointEntry.having("neither")))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining("'trainer.vae_local'");
        assertThatThrownBy(() -> Checkpoint.open(FILES.resolve("ema.pth"), TRANSFORMER))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining("'state_dict' (2 tensors), 'ema' (2 tensors)");
    }

    @Test
    void thePathThatIsNamedIsTakenWhateverIsThere() {
        takes(
                VAR_TRAINER,
                at("trainer.var_wo_ddp"),
                new TakenEntry("trainer.var_wo_ddp", 2, ""),
                10,
                "pos_start",
                "blocks.0.attn.q_bias");
        takes(
                FILES.resolve("ema.pth"),
                at("ema"),
                new TakenEntry("ema", 2, ""),
                40,
                "pos_start",
                "blocks.0.attn.q_bias");
        takes(
                FILES.resolve("no-model.pth"),
                at("optimizer.state.1"),
                new TakenEntry("optimizer.state.1", 0, ""),
                9,
                "step",
                "exp_avg",
                "exp_avg_sq");
        assertThatThrownBy(() -> Checkpoint.open(VAR_TRAINER, at("trainer")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("var-trainer.pth: there is no state_dict at 'trainer'; there are", "_ddp' (2");
    }

    @Test
    void whatWrappersPutInFrontOfAllNamesIsRemoved() {
        TakenEntry compiled = new TakenEntry("model", 1, "module._orig_mod.");
        takes(FILES.resolve("beside.pth"), CheckpointEntry.ANY, compiled, 20, "pos_start", "blocks.0.attn.q_bias");
        assertThat(compiled.describe())
                .isEqualTo(
                        "took the tensors at 'model', its only state dict; removed 'module._orig_mod.' from all names");
        takes(
                FILES.resolve("ema.pth"),
                at("state_dict"),
                new TakenEntry("state_dict", 2, "_orig_mod.module."),
                30,
                "pos_start",
                "blocks.0.attn.q_bias");
    }

    @Test
    void onlyWhatAllNamesHaveIsRemoved() {
        View view = PthFiles.floats("0", 1);
        Path all = PthFiles.write(folder.resolve("all"), Map.of("module.a", view, "module.module.b", view));
        try (Checkpoint checkpoint = Checkpoint.open(all)) {
            assertThat(checkpoint.tensors()).containsOnlyKeys("a", "module.b");
            assertThat(checkpoint.taken()).contains(new TakenEntry("", 1, "module."));
            assertThat(checkpoint.describe()).isEqualTo(all.toString());
        }
        for (String other : new String[] {"b", "module", "module.", "_orig_mod.b", "modules.b"}) {
            Path some = PthFiles.write(folder.resolve("some"), Map.of("module.a", view, other, view));
            try (Checkpoint checkpoint = Checkpoint.open(some)) {
                assertThat(checkpoint.tensors()).containsOnlyKeys("module.a", other);
                assertThat(checkpoint.taken()).isEmpty();
            }
        }
    }

    @Test
    void modelsLieInListsTooAndParametersAreTensors() {
        takes(
                FILES.resolve("parameters.pth"),
                CheckpointEntry.ANY,
                new TakenEntry("model.0.net", 1, ""),
                50,
                "blocks.0.w",
                "last");
    }

    @Test
    void whatAnOptimiserKeepsIsNoModel() {
        assertThatThrownBy(() -> Checkpoint.open(FILES.resolve("no-model.pth")))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining("holds a dict with the keys 'optimizer', 'epoch' and nowhere a state_dict");
    }

    @Test
    void aFileThatIsNothingButAModelHasNoEntries() {
        Path plain = PthFiles.write(folder.resolve("plain"), Map.of("w", PthFiles.floats("0", 1)));
        assertThatThrownBy(() -> Checkpoint.open(plain, at("model")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no entry 'model': a state_dict alone");
        Path safe = PthFiles.write(folder.resolve("safe"), HostileSafetensorsTest.file("{}", new byte[0]));
        assertThatThrownBy(() -> Checkpoint.open(safe, at("model")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no entry 'model': a safetensors file");
    }
}
