package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.model.VarTensors;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set in 8 bits has the numbers that the checkpoints' weights are rounded to, once, and is read as any other. */
class EightBitSetTest {
    private static final String WEIGHT = "blocks.1.attn.mat_qkv.weight";
    private static final String SCALE = "blocks.1.attn.mat_qkv.weight_scale";
    private static final String HEAD = "head.weight";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path vae = Path.of("vae");
    private static Path made = Path.of("made");

    @BeforeAll
    static void convert() {
        vae = TinyFiles.vae(shared.resolve("vae.safetensors"));
        made = shared.resolve("made");
        conversion(Precision.INT8, TinyFiles.DRAFTER, vae).run(made, Conversion.Listener.NONE);
    }

    private static Conversion conversion(Precision precision, Path transformer, Path autoencoder) {
        return new Conversion(autoencoder, Map.of("large", transformer), Optional.empty(), "tiny", "", precision);
    }

    private static Path file(Path set) {
        return set.resolve("large.safetensors");
    }

    @Test
    void weightsAreTheNearestWholeNumbersTimesAStep() {
        try (PointerScope scope = new PointerScope();
                Checkpoint from = Checkpoint.open(TinyFiles.DRAFTER);
                Checkpoint to = Checkpoint.open(file(made))) {
            to.tensors()
                    .values()
                    .forEach(info -> assertThat(info.type()).as(info.name()).isEqualTo(expected(info)));
            Tensor wanted_OI = from.load(WEIGHT, ScalarType.Float);
            Tensor step_O1 = to.load(SCALE, ScalarType.Float);
            Tensor value_OI = to.load(WEIGHT, ScalarType.Char);
            assertThat(step_O1.mul(new Scalar(127.0))
                            .sub(wanted_OI.abs().amax(new long[] {1}, true))
                            .abs()
                            .max()
                            .item_double())
                    .isLessThan(1e-6);
            Tensor missing_OI = value_OI.to(ScalarType.Float).mul(step_O1).sub(wanted_OI);
            assertThat(missing_OI.abs().div(step_O1).max().item_double()).isLessThan(0.5001);
            assertThat(value_OI.to(ScalarType.Int).abs().max().item_int()).isEqualTo(127);
            assertThat(to.load(HEAD, ScalarType.Float).equal(from.load(HEAD, ScalarType.Float)))
                    .isTrue();
        }
    }

    private static StoredType expected(TensorInfo info) {
        if (info.name().equals("lvl_1L")) {
            return StoredType.INT64;
        }
        return VarTensors.isLarge(info.name()) ? StoredType.INT8 : StoredType.FLOAT32;
    }

    @Test
    void theSetIsReadAsIfItHadFloat32() {
        ModelSet set = ModelSet.open(made);
        Set<String> names =
                new HashSet<>(VarTensors.shapes(set.transformerConfig("large")).keySet());
        names.add("lvl_1L");
        try (TensorSource read = set.openTransformer("large")) {
            assertThat(read.tensors().keySet()).containsExactlyInAnyOrderElementsOf(names);
            assertThat(Objects.requireNonNull(read.tensors().get(WEIGHT)).type())
                    .isEqualTo(StoredType.FLOAT32);
        }
        assertThat(set.description().models()).containsOnlyKeys("large");
    }

    /** Otherwise a set would lose a little with each conversion, and draw other pictures than what it was made of. */
    @Test
    void roundingAgainChangesNothing() {
        Path again = folder.resolve("again");
        conversion(Precision.INT8, file(made), made.resolve("vae.safetensors")).run(again, Conversion.Listener.NONE);
        Path wide = folder.resolve("wide");
        conversion(Precision.FLOAT32, file(made), vae).run(wide, Conversion.Listener.NONE);
        try (PointerScope scope = new PointerScope();
                Checkpoint first = Checkpoint.open(file(made));
                Checkpoint second = Checkpoint.open(file(again));
                Checkpoint third = Checkpoint.open(file(wide))) {
            assertThat(second.tensors()).isEqualTo(first.tensors());
            first.tensors().forEach((name, info) -> {
                ScalarType type = info.type().scalarType();
                assertThat(second.load(name, type).equal(first.load(name, type)))
                        .as(name)
                        .isTrue();
            });
            assertThat(third.tensors()).doesNotContainKey(SCALE);
            assertThat(third.load(WEIGHT, ScalarType.Float)
                            .equal(first.load(WEIGHT, ScalarType.Char)
                                    .to(ScalarType.Float)
                                    .mul(first.load(SCALE, ScalarType.Float))))
                    .isTrue();
        }
    }

    @Test
    void scalesThatDoNotFitAreNamed() {
        assertRefused(tensors -> tensors.put(SCALE, torch.ones(5, 1)), WEIGHT, "[5, 1]");
        assertRefused(tensors -> tensors.put(SCALE, torch.ones(1)), "[1]", "float32 [out, 1]");
        assertRefused(tensors -> tensors.remove(SCALE), WEIGHT, "a scale of nothing");
    }

    /** Others' files may have them: rounded to -127 to 127 again, that output's weights would be others. */
    @Test
    void wholeNumbersThatAreNeverWrittenAreNamed() {
        assertRefused(
                tensors -> Objects.requireNonNull(tensors.get(WEIGHT))
                        .select(0, 3)
                        .select(0, 5)
                        .fill_(new Scalar(-128)),
                WEIGHT,
                "holds -128");
    }

    private void assertRefused(Consumer<Map<String, Tensor>> change, String... named) {
        Path broken = TinyFiles.changed(file(made), folder.resolve("broken.safetensors"), change);
        assertThatThrownBy(() -> Scoped.value(() -> {
                    conversion(Precision.FLOAT32, broken, vae).run(folder.resolve("out"), Conversion.Listener.NONE);
                    return broken;
                }))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContainingAll(named);
    }
}
