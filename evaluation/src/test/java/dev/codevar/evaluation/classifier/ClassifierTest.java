package dev.codevar.evaluation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {
    private static final ClassifierShape SMALL =
            new ClassifierShape(16, List.of(List.of(8), List.of(16, 24), List.of(40)), 5);
    private static final Blobs PICTURES = new Blobs(9, 16, 5);

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @Test
    void theFileTellsWhatItIs() {
        try (Classifier classifier = Classifier.open(file(SMALL.shapes(), "16"), Device.CPU)) {
            assertThat(classifier.features()).isEqualTo(40);
            assertThat(classifier.classes()).isEqualTo(5);
            assertThat(classifier.side()).isEqualTo(16);
        }
        assertThat(ClassifierShape.of(new RandomWeights("a test", SMALL.shapes(), 1), 16))
                .isEqualTo(SMALL);
    }

    @Test
    void aPicturesFeaturesAreTheSameBitsWhateverStandsBesideIt() {
        try (PointerScope scope = new PointerScope();
                Classifier classifier = Classifier.open(file(SMALL.shapes(), "16"), Device.CPU)) {
            Recognised all = classifier.apply(PICTURES.batch(0, 1, 2, 3, 4, 5, 6, 7, 8));
            Recognised others = classifier.apply(PICTURES.batch(7, 3));
            Recognised alone = classifier.apply(PICTURES.batch(7));
            assertThat(floats(others.features_Bd().select(0, 0))).containsExactly(floats(alone.features_Bd()));
            assertThat(floats(all.features_Bd().select(0, 7))).containsExactly(floats(alone.features_Bd()));
            assertThat(floats(all.logits_Bk().select(0, 7))).containsExactly(floats(alone.logits_Bk()));
            assertThat(all.features_Bd().min().item_float()).isNotNegative();
            assertThat(all.features_Bd().sizes().vec().get()).containsExactly(9, 40);
            assertThat(all.logits_Bk().sizes().vec().get()).containsExactly(9, 5);
            Tensor strided_B3hw =
                    PICTURES.batch(7).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
            assertThat(floats(classifier.apply(strided_B3hw).features_Bd()))
                    .containsExactly(floats(alone.features_Bd()));
        }
    }

    @Test
    void otherPicturesAreRefused() {
        try (PointerScope scope = new PointerScope();
                Classifier classifier = Classifier.open(file(SMALL.shapes(), "16"), Device.CPU)) {
            Tensor legal = PICTURES.batch(0);
            for (Tensor wrong : List.of(
                    new Blobs(1, 8, 5).batch(0),
                    legal.to(ScalarType.Float),
                    legal.narrow(1, 0, 1),
                    legal.narrow(0, 0, 0),
                    legal.select(0, 0))) {
                assertThatThrownBy(() -> classifier.apply(wrong))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("(B, 3, 16, 16)");
            }
        }
    }

    @Test
    void otherFilesAreRefused() {
        assertRefused(SMALL.shapes(), "", "no 'side'");
        assertRefused(SMALL.shapes(), "-1", "no 'side'");
        assertRefused(SMALL.shapes(), "3", "side 3 is not between 4 and 4096");
        assertRefused(changed("head.bias", null), "16", "head.bias");
        assertRefused(changed("head.weight", null), "16", "no matrix head.weight");
        assertRefused(changed("head.weight", List.of(1L, 40L)), "16", "classes 1 ");
        assertRefused(changed("head.weight", List.of(5L, 41L)), "16", "head.weight");
        assertRefused(changed("stray", List.of(1L)), "16", "stray");
        assertRefused(changed("stages.1.0.norm.weight", List.of(17L)), "16", "stages.1.0.norm.weight");
        assertRefused(changed("stages.1.0.conv.weight", List.of(17L, 8L, 3L, 3L)), "16", "channels 17");
        assertRefused(changed("stages.1.0.conv.weight", null), "16", "head.weight");
        assertRefused(Map.of("w", List.of(1L)), "16", "head.weight");
    }

    @Test
    void realFeaturesAreWrittenWithTheirMeanAndCovariance() {
        Path npz = folder.resolve("real.npz");
        try (PointerScope scope = new PointerScope();
                Classifier classifier = Classifier.open(file(SMALL.shapes(), "16"), Device.CPU)) {
            RealFeatures real = RealFeatures.of(
                    classifier, PICTURES, done -> assertThat(done).isEqualTo(9));
            real.write(npz);
            Recognised all = classifier.apply(PICTURES.batch(0, 1, 2, 3, 4, 5, 6, 7, 8));
            Tensor features_nd = all.features_Bd().to(ScalarType.Double);
            try (NpzReader reader = NpzReader.open(npz)) {
                assertThat(reader.names()).containsExactly("mu", "sigma", "features", "labels");
                float[] features = new float[9 * 40];
                reader.stream("features", NpyType.FLOAT32, 9, 40).readFloats(features);
                assertThat(features).containsExactly(floats(all.features_Bd()));
                double[] mu = new double[40];
                reader.stream("mu", NpyType.FLOAT64, 40).readDoubles(mu);
                assertThat(mu).containsExactly(doubles(features_nd.mean(0)), within(1e-8));
                double[] sigma = new double[40 * 40];
                reader.stream("sigma", NpyType.FLOAT64, 40, 40).readDoubles(sigma);
                assertThat(sigma).containsExactly(doubles(torch.cov(features_nd.t())), within(1e-8));
                long[] labels = new long[9];
                reader.stream("labels", NpyType.INT32, 9).readLongs(labels);
                long right = 0;
                for (int i = 0; i < 9; i++) {
                    assertThat(labels[i]).isEqualTo(PICTURES.label(i));
                    float[] logits = floats(all.logits_Bk().select(0, i));
                    boolean best = true;
                    for (float other : logits) {
                        best &= logits[PICTURES.label(i)] >= other;
                    }
                    right += best ? 1 : 0;
                }
                assertThat(real.accuracy()).isEqualTo(right / 9.0);
            }
        }
    }

    private void assertRefused(Map<String, List<Long>> shapes, String side, String part) {
        Path file = file(shapes, side);
        assertThatThrownBy(() -> Classifier.open(file, Device.CPU))
                .isInstanceOf(CodeVarException.class)
                .message()
                .contains(file.toString(), part)
                .hasLineCount(1);
    }

    private static Map<String, List<Long>> changed(String name, @Nullable List<Long> shape) {
        Map<String, List<Long>> shapes = new HashMap<>(SMALL.shapes());
        if (shape == null) {
            shapes.remove(name);
        } else {
            shapes.put(name, shape);
        }
        return shapes;
    }

    private Path file(Map<String, List<Long>> shapes, String side) {
        Path file = folder.resolve("classifier.safetensors");
        Map<String, String> metadata = side.isEmpty() ? Map.of() : Map.of("side", side);
        Safetensors.write(file, new RandomWeights("a test", shapes, 4), metadata);
        return file;
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        tensor.contiguous().data_ptr_float().get(values);
        return values;
    }

    private static double[] doubles(Tensor tensor) {
        double[] values = new double[(int) tensor.numel()];
        tensor.contiguous().data_ptr_double().get(values);
        return values;
    }
}
