package dev.codevar.training.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.evaluation.classifier.Blobs;
import dev.codevar.evaluation.classifier.Classifier;
import dev.codevar.evaluation.classifier.ClassifierShape;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.training.perceptual.PerceptualDistance;
import dev.codevar.vqvae.Pixels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pictures look like to a classifier, from within a training. */
class ClassifierMapsTest {
    private static final ClassifierShape SMALL =
            new ClassifierShape(16, List.of(List.of(8), List.of(16, 24), List.of(40)), 5);
    private static final Blobs PICTURES = new Blobs(2, 16, 5);

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() {
        Libtorch.load();
        file = folder.resolve("classifier.safetensors");
        Safetensors.write(file, new RandomWeights("a test", SMALL.shapes(), 1), Map.of("side", "16"));
    }

    @Test
    void theLastMapsMeansAreTheFeaturesOfTheSamePictures() {
        try (PointerScope scope = new PointerScope();
                Classifier classifier = Classifier.open(file, Device.CPU);
                ClassifierMaps maps = ClassifierMaps.open(file, 16, Device.CPU)) {
            assertThat(maps.channels()).containsExactly(8, 24, 40);
            List<Tensor> seen = maps.of(Pixels.fromBytes(PICTURES.batch(0, 1)));
            assertThat(seen).hasSize(3);
            assertThat(seen.get(1).sizes().vec().get()).containsExactly(2, 24, 8, 8);
            Tensor features_Bd = classifier.apply(PICTURES.batch(0, 1)).features_Bd();
            assertThat(features_Bd.max().item_double()).isGreaterThan(0.1);
            assertThat(seen.get(2).mean(2, 3).sub(features_Bd).abs().max().item_double())
                    .isLessThan(1e-5);
        }
    }

    @Test
    void distancesByItHaveAGradient() {
        try (PointerScope scope = new PointerScope();
                PerceptualDistance distance =
                        PerceptualDistance.unweighted(ClassifierMaps.open(file, 16, Device.CPU), Device.CPU)) {
            Tensor made_B3hw = Pixels.fromBytes(PICTURES.batch(0));
            made_B3hw.set_requires_grad(true);
            Tensor value = distance.between(made_B3hw, Pixels.fromBytes(PICTURES.batch(1)));
            value.backward();
            // Three maps of vectors of length 1, none of whose numbers is below 0.
            assertThat(value.item_double()).isBetween(1e-4, 6.0);
            assertThat(made_B3hw.grad().norm().item_double()).isBetween(1e-6, 1e3);
        }
    }

    @Test
    void aClassifierOfOtherPicturesIsRefused() {
        assertThatThrownBy(() -> ClassifierMaps.open(file, 32, Device.CPU))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " is a classifier of pictures of 16 pixels a side, but these have 32");
    }
}
