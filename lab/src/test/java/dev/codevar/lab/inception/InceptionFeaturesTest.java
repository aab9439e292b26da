package dev.codevar.lab.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.lab.evaluate.Evaluated;
import dev.codevar.lab.evaluate.Evaluation;
import dev.codevar.lab.evaluate.EvaluationProgress;
import dev.codevar.lab.evaluate.FeaturePlaces;
import dev.codevar.lab.evaluate.InceptionFeatures;
import dev.codevar.lab.evaluate.Wanted;
import dev.codevar.lab.npz.NpyHeader;
import dev.codevar.lab.npz.NpyType;
import dev.codevar.lab.npz.NpzArray;
import dev.codevar.lab.npz.NpzWriter;
import dev.codevar.lab.score.FeatureArray;
import dev.codevar.lab.score.FrechetDistance;
import dev.codevar.lab.score.InceptionScore;
import dev.codevar.lab.score.Scoring;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with weights of chance in full size. */
class InceptionFeaturesTest {
    private static final int HEIGHT = 24;
    private static final int WIDTH = 32;

    @TempDir
    Path folder;

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    @Tag("slow")
    void scoresAreThoseOfTheActivations() {
        Path weights = GraphFiles.pth(folder.resolve("weights.pth"), HashedWeights.of(Architecture.PUBLISHED));
        Tensor pictures = InceptionTest.pictures(9, HEIGHT, WIDTH);
        Evaluated done;
        try (InceptionFeatures network = InceptionFeatures.open(weights, Device.CPU)) {
            assertThat(network.fingerprint()).matches("[0-9a-f]{64}");
            done = new Evaluation(network, Scoring.published(), new FeaturePlaces(null), EvaluationProgress.NONE)
                    .run(npz("samples.npz", pictures, 0, 5), npz("reference.npz", pictures, 5, 4), Wanted.SCORES);
        }
        float[][] activations;
        try (Inception inception = Inception.open(weights, Device.CPU)) {
            activations = InceptionTest.run(inception, pictures);
        }
        double fid = FrechetDistance.between(rows(activations[0], 2048, 0, 5), rows(activations[0], 2048, 5, 9));
        assertThat(done.scores().fid()).isCloseTo(fid, within(1e-6 * fid));
        double sfid = FrechetDistance.between(rows(activations[1], 2023, 0, 5), rows(activations[1], 2023, 5, 9));
        assertThat(done.scores().sfid()).isCloseTo(sfid, within(1e-6 * sfid));
        assertThat(done.scores().isMean())
                .isEqualTo(InceptionScore.ofLogits(rows(activations[2], 1008, 0, 5), 5000)
                        .mean());
        assertThat(done.interval()).isNull();
    }

    private static FeatureArray rows(float[] all, int d, int from, int to) {
        return new FeatureArray(Arrays.copyOfRange(all, from * d, to * d), d);
    }

    private Path npz(String name, Tensor pictures_B3hw, int first, int count) {
        byte[] bytes = new byte[count * HEIGHT * WIDTH * 3];
        pictures_B3hw
                .narrow(0, first, count)
                .permute(0, 2, 3, 1)
                .contiguous()
                .data_ptr_byte()
                .get(bytes);
        Path file = folder.resolve(name);
        try (NpzWriter npz = NpzWriter.create(file)) {
            try (NpzArray array = npz.array("arr_0", NpyHeader.of(NpyType.UINT8, count, HEIGHT, WIDTH, 3))) {
                array.write(bytes);
            }
            npz.commit();
        }
        return file;
    }
}
