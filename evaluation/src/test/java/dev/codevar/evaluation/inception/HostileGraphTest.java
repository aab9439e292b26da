package dev.codevar.evaluation.inception;

import static dev.codevar.evaluation.inception.GraphFiles.attribute;
import static dev.codevar.evaluation.inception.GraphFiles.constant;
import static dev.codevar.evaluation.inception.GraphFiles.floats;
import static dev.codevar.evaluation.inception.GraphFiles.message;
import static dev.codevar.evaluation.inception.GraphFiles.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file says, it is refused in one line or costs no more than its size. */
class HostileGraphTest {
    private static final String BIASES = "softmax/biases";

    @TempDir
    Path folder;

    @Test
    void oneValueFillsATensor() {
        for (GraphFiles.Body value : List.<GraphFiles.Body>of(
                tensor -> tensor.writeByteArray(5, floats(2.5f)),
                tensor -> tensor.writeFloat(5, 2.5f),
                tensor -> tensor.writeByteArray(4, floats(2.5f)))) {
            assertThat(biases(constant(BIASES, new long[] {3}, value))).containsExactly(2.5f, 2.5f, 2.5f);
        }
        assertThat(biases(constant(BIASES, new long[] {2}, tensor -> tensor.writeByteArray(5, floats(1, 2)))))
                .containsExactly(1, 2);
    }

    @Test
    void numbersMustFillTheShape() {
        refused(constant(BIASES, new float[2], 3), "a tensor of shape [3] has 8 bytes (legal: 12, or 4");
        refused(constant(BIASES, new long[] {3}, tensor -> {}), "has 0 bytes");
        refused(
                constant(BIASES, new long[] {2}, tensor -> {
                    tensor.writeByteArray(4, floats(1, 2));
                    tensor.writeByteArray(5, floats(1, 2));
                }),
                "a tensor's numbers lie in two places");
    }

    @Test
    void absurdShapes() {
        GraphFiles.Body one = tensor -> tensor.writeFloat(5, 1);
        refused(constant(BIASES, new long[] {1L << 40}, one), "a tensor of shape [1099511627776] has 4 bytes");
        refused(constant(BIASES, new long[] {1L << 40, 1L << 40}, one), "impossible shape");
        refused(constant(BIASES, new long[] {-1}, one), "impossible shape");
        refused(constant(BIASES, new long[] {1, 1}, one), "'softmax/biases' has shape [1, 1], expected 1 sizes");
        refused(constant(BIASES, new long[9], one), "a tensor has more than 8 sizes");
    }

    @Test
    void lengthsBeyondTheFile() {
        for (int length : new int[] {100, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            refusedBytes(
                    message(graph -> {
                        graph.writeTag(1, 2);
                        graph.writeUInt32NoTag(length);
                        graph.writeRawBytes(new byte[8]);
                    }),
                    "it is cut off or no protobuf message, near byte");
        }
        refused(
                message(node -> {
                    node.writeTag(1, 2);
                    node.writeUInt32NoTag(1 << 30);
                }),
                "it has a name of 1073741824 bytes (legal: at most 1000)");
    }

    @Test
    void groupsWithoutEnd() {
        byte[] groups = new byte[1 << 20];
        Arrays.fill(groups, (byte) (15 << 3 | 3));
        refusedBytes(groups, "it has a group");
        refused(groups, "it has a group");
    }

    @Test
    void tooManyNodesOrAttributes() {
        refusedBytes(
                message(graph -> {
                    for (int i = 0; i <= 20_000; i++) {
                        graph.writeByteArray(1, node("n" + i, "NoOp", rest -> {}));
                    }
                }),
                "it has more than 20000 nodes");
        refused(
                node("n", "NoOp", node -> {
                    for (int i = 0; i <= 100; i++) {
                        node.writeByteArray(5, attribute("a" + i, value -> value.writeBool(5, true)));
                    }
                }),
                "a node has more than 100 attributes");
        refusedBytes(
                message(graph -> {
                    graph.writeByteArray(1, constant(BIASES, new float[1], 1));
                    graph.writeByteArray(1, constant(BIASES, new float[1], 1));
                }),
                "it has two nodes of one name, 'softmax/biases'");
    }

    @Test
    void largerThanAnyGraph() throws IOException {
        Path file = folder.resolve("large.pb");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(10);
            sparse.setLength(1L << 40);
        }
        assertThatThrownBy(() -> GraphDef.open(file))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("cannot read graph " + file + ": it has 1099511627776 bytes (legal: at most 536870912)");
    }

    @Test
    void everyCutAndManyDamagesAreSurvived() {
        Architecture tiny = new Architecture(Thin.by(16).stem(), List.of(), "", 2);
        byte[] whole = new GraphFiles().graph(HashedWeights.of(tiny), tiny);
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int j = 0; j < i % 4 && damaged.length > 0; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try (GraphDef graph = GraphDef.open(write(damaged), tiny)) {
                graph.tensors()
                        .keySet()
                        .forEach(name -> Scoped.value(
                                () -> graph.load(name, ScalarType.Float).numel()));
            } catch (CodeVarException refused) {
                assertThat(refused.getMessage()).startsWith("cannot read graph").doesNotContain("\n");
            }
        }
    }

    private float[] biases(byte[] node) {
        try (GraphDef graph = GraphDef.open(write(message(graph2 -> graph2.writeByteArray(1, node))))) {
            return Scoped.value(() -> {
                var tensor = graph.load("fc.bias", ScalarType.Float);
                float[] values = new float[(int) tensor.numel()];
                tensor.data_ptr_float().get(values);
                return values;
            });
        }
    }

    private void refused(byte[] node, String reason) {
        refusedBytes(message(graph -> graph.writeByteArray(1, node)), reason);
    }

    private void refusedBytes(byte[] bytes, String reason) {
        Path file = write(bytes);
        assertThatThrownBy(() -> GraphDef.open(file))
                .isInstanceOf(CodeVarException.class)
                .message()
                .startsWith("cannot read graph " + file + ": ")
                .contains(reason)
                .doesNotContain("\n");
    }

    private Path write(byte[] bytes) {
        try {
            return Files.write(folder.resolve("hostile.pb"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
