package dev.codevar.evaluation.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.CodeVarException;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InceptionWeightsTest {
    private static final Architecture SIXTEENTH = Thin.by(16);
    private static final String UNIT = "Mixed_6d.branch7x7_2";

    @TempDir
    Path folder;

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void bothFilesGiveTheSameActivations() throws IOException {
        HashedWeights weights = HashedWeights.of(SIXTEENTH);
        Path pth = GraphFiles.pth(folder.resolve("weights.pth"), weights);
        Path graph = Files.write(folder.resolve("graph.pb"), new GraphFiles().graph(weights, SIXTEENTH));
        float[][] ofPth;
        float[][] ofGraph;
        Tensor pictures = InceptionTest.pictures(1, 60, 50);
        try (TensorSource source = InceptionWeights.open(pth);
                Inception inception = new Inception(SIXTEENTH, source, Device.CPU)) {
            ofPth = InceptionTest.run(inception, pictures);
        }
        try (TensorSource source = GraphDef.open(graph, SIXTEENTH);
                Inception inception = new Inception(SIXTEENTH, source, Device.CPU)) {
            ofGraph = InceptionTest.run(inception, pictures);
        }
        for (int i = 0; i < ofPth.length; i++) {
            assertThat(ofGraph[i]).containsExactly(ofPth[i]);
        }
        assertThat(ofPth[0]).hasSize(SIXTEENTH.features());
        assertThat(ofPth[1]).hasSize(2023);
        assertThat(ofPth[2]).hasSize(1008);
    }

    @Test
    void epsilonOfTheGraphJoinsTheVariance() throws IOException {
        HashedWeights weights = HashedWeights.of(SIXTEENTH);
        try (GraphDef usual = open(new GraphFiles());
                GraphDef other = open(new GraphFiles().epsilon(0.0625f))) {
            Scoped.value(() -> {
                String variance = UNIT + ".bn.running_var";
                Tensor expected = weights.load(variance, ScalarType.Float);
                assertThat(usual.load(variance, ScalarType.Float).equal(expected))
                        .isTrue();
                Tensor more = other.load(variance, ScalarType.Float).sub(expected);
                return assertThat(more.sub(new Scalar(0.0615)).abs().max().item_double())
                        .isLessThan(1e-6);
            });
        }
        for (float wrong : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> open(new GraphFiles().epsilon(wrong)))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("variance_epsilon of 'conv/batchnorm' is " + wrong);
        }
    }

    @Test
    void gammaCountsOnlyWhereTheGraphScales() throws IOException {
        HashedWeights weights = HashedWeights.of(SIXTEENTH);
        String gamma = UNIT + ".bn.weight";
        try (GraphDef scaled = open(new GraphFiles());
                GraphDef plain = open(new GraphFiles().scales(false))) {
            Scoped.value(() -> {
                Tensor expected = weights.load(gamma, ScalarType.Float);
                assertThat(scaled.load(gamma, ScalarType.Float).equal(expected)).isTrue();
                return assertThat(plain.load(gamma, ScalarType.Float).equal(expected.fill_(new Scalar(1.0))))
                        .isTrue();
            });
        }
    }

    private GraphDef open(GraphFiles files) throws IOException {
        Path file = folder.resolve("graph.pb");
        Files.write(file, files.graph(HashedWeights.of(SIXTEENTH), SIXTEENTH));
        return GraphDef.open(file, SIXTEENTH);
    }

    @Test
    void filesAreKnownByTheirContent() throws IOException {
        Path disguised = folder.resolve("inception.pb");
        GraphFiles.pth(disguised, HashedWeights.of(SIXTEENTH));
        try (TensorSource source = InceptionWeights.open(disguised)) {
            assertThat(source.tensors()).containsKey("fc.weight");
        }
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> InceptionWeights.open(missing))
                .hasMessage("cannot read " + missing + ": no such file or folder");
        for (String content : new String[] {"", "P", "{}", "<html>404</html>"}) {
            Path file = Files.writeString(folder.resolve("other"), content, StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> InceptionWeights.open(file))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessage("cannot read " + file + ": neither TensorFlow's classify_image_graph_def.pb nor a .pth"
                            + " file with the weights of Inception");
        }
    }

    @Test
    void anotherNetworkIsNamedByWhatItLacks() throws IOException {
        Path file = folder.resolve("thin.pb");
        Files.write(file, new GraphFiles().graph(HashedWeights.of(SIXTEENTH), SIXTEENTH));
        assertThatThrownBy(() -> Inception.open(file, Device.CPU))
                .isInstanceOf(CodeVarException.class)
                .hasMessage(file + ": tensor 'Conv2d_1a_3x3.bn.weight' has shape [2], expected [32]");
    }
}
