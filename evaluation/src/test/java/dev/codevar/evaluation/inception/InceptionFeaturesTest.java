package dev.codevar.evaluation.inception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.evaluation.features.InceptionFeatures;
import dev.codevar.sampling.run.FeatureLayout;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network of published scores in full size, with weights of chance. */
class InceptionFeaturesTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    @Tag("slow")
    void featuresAreTheActivationsSideBySideWhicheverFileTheyCameFrom() throws IOException {
        HashedWeights weights = HashedWeights.of(Architecture.PUBLISHED);
        Path pth = GraphFiles.pth(folder.resolve("weights.pth"), weights);
        Path graph = Files.write(folder.resolve("graph.pb"), new GraphFiles().graph(weights, Architecture.PUBLISHED));
        Tensor pictures = InceptionTest.pictures(2, 24, 32);
        float[][] activations;
        try (Inception inception = Inception.open(pth, Device.CPU)) {
            activations = InceptionTest.run(inception, pictures);
        }
        for (Path file : List.of(pth, graph)) {
            try (InceptionFeatures network = InceptionFeatures.open(file, Device.CPU)) {
                assertThat(network.fingerprint()).matches("[0-9a-f]{64}");
                assertThat(network.layout()).isEqualTo(new FeatureLayout(2048, 2023, 1008));
                Scoped.inference(() -> {
                    Tensor features_Bn = network.apply(pictures);
                    assertThat(part(features_Bn, 0, 2048)).containsExactly(activations[0]);
                    assertThat(part(features_Bn, 2048, 2023)).containsExactly(activations[1]);
                    assertThat(part(features_Bn, 2048 + 2023, 1008)).containsExactly(activations[2]);
                    assertThat(features_Bn.size(1)).isEqualTo(2048 + 2023 + 1008);
                    return 0;
                });
            }
        }
    }

    private static float[] part(Tensor features_Bn, long first, long count) {
        Tensor part_Bn = features_Bn.narrow(1, first, count).contiguous();
        float[] values = new float[(int) part_Bn.numel()];
        part_Bn.data_ptr_float().get(values);
        return values;
    }
}
