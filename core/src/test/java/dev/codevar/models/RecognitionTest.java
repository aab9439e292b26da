package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.CodeVarException;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Libtorch;
import dev.codevar.verify.SyntheticWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever a file claims of one of its tensors, it is recognised as something legal or refused in one line that names the file. */
class RecognitionTest {
    private static final Path VAE_WEIGHTS = Path.of("src/test/resources/golden/sharedaln128-tiny/weights.json");
    private static final Pyramid SIX_SCALES = new Pyramid(List.of(1, 2, 3, 4, 6, 8));

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @Test
    void aTransformerWithOneTensorOfAnotherShape() {
        try (Checkpoint whole = Checkpoint.open(TinyFiles.REFINER)) {
            refusesOrRecognises(whole, Recognition::transformer);
        }
    }

    @Test
    void aVqVaeWithOneTensorOfAnotherShape() {
        refusesOrRecognises(
                new SyntheticWeights(VAE_WEIGHTS, "vae.", 2), source -> Recognition.vae(source, SIX_SCALES));
    }

    @Test
    void levelsThatAreNoneAreRefusedByName() {
        try (Checkpoint whole = Checkpoint.open(TinyFiles.REFINER)) {
            TensorInfo none = new TensorInfo("lvl_1L", StoredType.INT64, List.of(1L, 0L));
            assertThatThrownBy(() -> Recognition.transformer(new Changed(whole, none)))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("refiner.pth: tensor lvl_1L has 1 rows of 0, expected 1 of 1 to ");
        }
    }

    private static void refusesOrRecognises(TensorSource whole, Consumer<TensorSource> recognise) {
        recognise.accept(whole);
        for (TensorInfo info : whole.tensors().values()) {
            for (TensorInfo other : others(info)) {
                TensorSource changed = new Changed(whole, other);
                try {
                    recognise.accept(changed);
                } catch (CodeVarException refused) {
                    assertThat(refused).hasMessageStartingWith(whole.describe());
                    assertThat(refused.getMessage()).doesNotContain("\n");
                } catch (RuntimeException e) {
                    throw new AssertionError(other + " is not refused in one line", e);
                }
            }
        }
    }

    /** Every size alone made 0, half, double and huge; more and fewer sizes; other types. */
    private static List<TensorInfo> others(TensorInfo info) {
        List<TensorInfo> others = new ArrayList<>();
        List<Function<Long, Long>> sizes = List.of(s -> 0L, s -> s / 2, s -> s * 2, s -> s + 1, s -> 1L << 33);
        for (int i = 0; i < info.shape().size(); i++) {
            for (Function<Long, Long> size : sizes) {
                List<Long> shape = new ArrayList<>(info.shape());
                shape.set(i, size.apply(shape.get(i)));
                others.add(new TensorInfo(info.name(), info.type(), shape));
            }
        }
        List<Long> deeper = new ArrayList<>(info.shape());
        deeper.add(1L);
        others.add(new TensorInfo(info.name(), info.type(), deeper));
        others.add(new TensorInfo(info.name(), info.type(), List.of()));
        for (StoredType type : List.of(StoredType.FLOAT16, StoredType.INT64, StoredType.BOOL)) {
            others.add(new TensorInfo(info.name(), type, info.shape()));
        }
        return others;
    }

    /** Another source in all but one tensor, which is all zeros. */
    private record Changed(TensorSource whole, TensorInfo other) implements TensorSource {
        @Override
        public String describe() {
            return whole.describe();
        }

        @Override
        public Map<String, TensorInfo> tensors() {
            Map<String, TensorInfo> tensors = new LinkedHashMap<>(whole.tensors());
            tensors.put(other.name(), other);
            return tensors;
        }

        @Override
        public Tensor load(String name, ScalarType type) {
            if (!name.equals(other.name())) {
                return whole.load(name, type);
            }
            if (other.type() != StoredType.INT64) {
                throw new CodeVarException(describe() + ": tensor " + name + " cannot be read as " + type);
            }
            return torch.zeros(other.dims(), new TensorOptions(type));
        }
    }
}
