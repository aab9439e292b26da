package dev.codevar.evaluation.inception;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.fault.OneLine;
import dev.codevar.file.OpenFile;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The network's weights in TensorFlow's own file, {@code classify_image_graph_def.pb}, under the names and in the layout of the
 * PyTorch ports: kernels (out, in, height, width), the last layer (classes, features). Constants that are no weights are left
 * out. Tensors may be loaded on any thread until it is closed.
 */
public final class GraphDef implements TensorSource {
    private final Path file;
    private final FileChannel channel;
    private final Map<String, GraphWeight> weights;
    private final Map<String, TensorInfo> tensors;

    private GraphDef(Path file, FileChannel channel, Map<String, GraphWeight> weights) {
        this.file = file;
        this.channel = channel;
        this.weights = weights;
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        weights.forEach((name, weight) -> infos.put(name, new TensorInfo(name, StoredType.FLOAT32, weight.shape())));
        this.tensors = Collections.unmodifiableMap(infos);
    }

    /**
     * Opens a file and reads what is where, no tensor yet.
     *
     * @param file a binary {@code GraphDef}
     * @return its weights
     * @throws CodeVarException in one line that names the file, if it is missing or broken
     */
    public static GraphDef open(Path file) {
        return open(file, Architecture.PUBLISHED);
    }

    static GraphDef open(Path file, Architecture architecture) {
        try {
            return OpenFile.read(file, channel -> {
                Map<String, GraphNode> nodes = GraphReader.read(Channels.newInputStream(channel), channel.size());
                return new GraphDef(file, channel, GraphWeight.of(nodes, architecture));
            });
        } catch (CodeVarException | IOException e) {
            throw CodeVarException.cannotRead("graph " + file, file, e);
        }
    }

    @Override
    public String describe() {
        return file.toString();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        GraphWeight weight = weights.get(name);
        if (weight == null) {
            throw new BrokenFileException(file + " has no tensor " + OneLine.quote(name));
        }
        if (!StoredType.of(type).floating()) {
            throw new BrokenFileException(file + ": tensor " + OneLine.quote(name)
                    + " is float32 and cannot be read as " + StoredType.of(type).describe());
        }
        Libtorch.load();
        return Scoped.result(
                () -> weight.arranged(stored(weight.constant())).to(type).contiguous());
    }

    private Tensor stored(GraphConstant constant) {
        long[] shape = constant.shape().stream().mapToLong(Long::longValue).toArray();
        if (constant.filled()) {
            return torch.full(shape, new Scalar(constant.fill()), new TensorOptions(ScalarType.Float));
        }
        Tensor result = torch.empty(shape, new TensorOptions(ScalarType.Float), null);
        ByteBuffer bytes =
                new BytePointer(result.data_ptr()).limit(result.nbytes()).asByteBuffer();
        try {
            if (!OpenFile.fill(channel, bytes, constant.position())) {
                throw new BrokenFileException(file + " has become shorter since it was opened");
            }
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
        return result;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CodeVarException("cannot close " + file + ": " + IoReason.of(e), e);
        }
    }
}
