package dev.codevar.evaluation.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.OneThread;
import dev.codevar.files.data.PictureFolder;
import dev.codevar.files.data.TrainingFiles;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import dev.codevar.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class RealFeaturesTest {
    private static final Path CLASSIFIER = Path.of("..", "models", "fashion32", "classifier.safetensors");

    @TempDir
    Path folder;

    /** A picture that cannot be read has no features: they are those of the pictures without it. */
    @Test
    void aPictureThatCannotBeReadIsNotReplacedByItsNeighbour() throws IOException {
        Path broken = folder.resolve("broken");
        Path without = folder.resolve("without");
        TrainingFiles.folders(broken);
        TrainingFiles.folders(without);
        // The last of its class: all others keep their order.
        Files.writeString(broken.resolve("val/cat/4.png"), "no picture");
        Files.delete(without.resolve("val/cat/4.png"));
        List<String> named = new ArrayList<>();
        RealFeatures kept = features(broken, named);
        assertThat(named).singleElement().asString().contains("4.png");
        RealFeatures expected = features(without, new ArrayList<>());
        assertThat(kept.accuracy()).isEqualTo(expected.accuracy());
        kept.write(folder.resolve("kept.npz"));
        expected.write(folder.resolve("expected.npz"));
        assertThat(folder.resolve("kept.npz")).hasSameBinaryContentAs(folder.resolve("expected.npz"));
        try (NpzReader npz = NpzReader.open(folder.resolve("kept.npz"))) {
            npz.header("features").check(NpyType.FLOAT32, 9, 128);
            npz.header("labels").check(NpyType.INT32, 9);
        }
    }

    private static RealFeatures features(Path data, List<String> named) {
        PictureFolder pictures =
                PictureFolder.train(data.resolve("train"), 32, named::add).measuring(data.resolve("val"));
        try (Classifier classifier = Classifier.open(CLASSIFIER, Device.CPU)) {
            return RealFeatures.of(
                    classifier, pictures, done -> assertThat(done).isPositive());
        }
    }
}
