package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.TakenEntry;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints with several models become a set of the models that are meant. */
class TrainedConversionTest {
    @TempDir
    Path folder;

    @Test
    void modelsAreFoundInWhatTrainingsLeave() {
        Path trained = TinyFiles.trained(folder.resolve("ar-ckpt-last.pth"), TinyFiles.DRAFTER, "module.");
        Map<Path, List<TakenEntry>> told = new HashMap<>();
        new Conversion(trained, Map.of("large", trained), Optional.empty(), "n", "", Precision.FLOAT32)
                .run(
                        folder.resolve("out"),
                        listener((file, taken) -> told.computeIfAbsent(file, it -> new ArrayList<>())
                                .add(taken)));
        assertThat(told)
                .containsExactly(Map.entry(
                        trained,
                        List.of(
                                new TakenEntry("trainer.var_wo_ddp", 2, "module."),
                                new TakenEntry("trainer.vae_local", 2, "module."))));
        Path vae = TinyFiles.vae(folder.resolve("vae.safetensors"));
        new Conversion(vae, Map.of("large", TinyFiles.DRAFTER), Optional.empty(), "n", "", Precision.FLOAT32)
                .run(folder.resolve("plain"), Conversion.Listener.NONE);
        for (String file : List.of("large.safetensors", "vae.safetensors")) {
            assertThat(folder.resolve("out").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("plain").resolve(file));
        }
    }

    @Test
    void anEntryIsForOneRole() {
        Path trained = TinyFiles.trained(folder.resolve("ar-ckpt-last.pth"), TinyFiles.DRAFTER, "");
        Function<Map<String, String>, Conversion> with = entries -> new Conversion(
                trained,
                Map.of("large", trained),
                entries,
                Optional.empty(),
                "n",
                "",
                Precision.FLOAT32,
                Precision.FLOAT32,
                Additions.NONE);
        Map<String, String> right = Map.of("large", "trainer.var_wo_ddp", "vae", "trainer.vae_local");
        assertThat(with.apply(right)
                        .run(folder.resolve("out"), Conversion.Listener.NONE)
                        .description()
                        .models())
                .containsOnlyKeys("large");
        Path none = folder.resolve("none");
        assertThatThrownBy(
                        () -> with.apply(Map.of("large", "trainer.vae_local")).run(none, Conversion.Listener.NONE))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining("ar-ckpt-last.pth ('trainer.vae_local') is no VAR transformer");
        assertThatThrownBy(() -> with.apply(Map.of("vae", "ema")).run(none, Conversion.Listener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("no state_dict at 'ema'", "'trainer.var_wo_ddp' (");
        assertThatThrownBy(() -> with.apply(Map.of("small", "ema")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("for the role 'small'; there are [large] and vae");
    }

    private static Conversion.Listener listener(BiConsumer<Path, TakenEntry> takenBy) {
        return new Conversion.Listener() {
            @Override
            public void taken(Path checkpoint, TakenEntry taken) {
                takenBy.accept(checkpoint, taken);
            }

            @Override
            public void checking(Path checkpoint) {}

            @Override
            public void writing(String file, int tensor, int of) {}
        };
    }
}
