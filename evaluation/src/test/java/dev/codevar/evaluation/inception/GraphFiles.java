package dev.codevar.evaluation.inception;

import com.google.protobuf.CodedOutputStream;
import dev.codevar.checkpoint.PthFiles;
import dev.codevar.checkpoint.StoredType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes weights as TensorFlow's graph and as a {@code .pth} file. */
final class GraphFiles {
    private float epsilon = 0.001f;
    private boolean scales = true;

    /** Something written to protobuf's wire format. */
    interface Body {
        void write(CodedOutputStream out) throws IOException;
    }

    GraphFiles epsilon(float value) {
        epsilon = value;
        return this;
    }

    GraphFiles scales(boolean value) {
        scales = value;
        return this;
    }

    /** {@return a whole graph, with nodes that are no weights among those that are} */
    byte[] graph(HashedWeights weights, Architecture architecture) {
        return message(graph -> {
            graph.writeByteArray(1, constant("Sub/y", new long[0], value -> value.writeByteArray(5, floats(128))));
            graph.writeByteArray(
                    1, node("ResizeBilinear", "ResizeBilinear", node -> node.writeString(3, "ExpandDims")));
            graph.writeByteArray(
                    1,
                    node(
                            "ResizeBilinear/size",
                            "Const",
                            node -> node.writeByteArray(
                                    5,
                                    attribute(
                                            "value",
                                            value -> value.writeByteArray(8, message(integers -> {
                                                integers.writeInt32(1, 3);
                                                integers.writeByteArray(2, shape(2));
                                                integers.writeByteArray(4, floats(0, 0));
                                            }))))));
            for (PlacedUnit unit : architecture.units()) {
                writeUnit(graph, weights, unit);
            }
            float[] fc = weights.values("fc.weight");
            int classes = architecture.classes();
            int features = architecture.features();
            float[] transposed = new float[fc.length];
            for (int i = 0; i < fc.length; i++) {
                transposed[i % features * classes + i / features] = fc[i];
            }
            graph.writeByteArray(1, constant("softmax/weights", transposed, features, classes));
            graph.writeByteArray(1, constant("softmax/biases", weights.values("fc.bias"), classes));
        });
    }

    private void writeUnit(CodedOutputStream graph, HashedWeights weights, PlacedUnit placed) throws IOException {
        Unit unit = placed.unit();
        float[] kernel = weights.values(placed.name() + ".conv.weight");
        float[] turned = new float[kernel.length];
        int at = 0;
        for (int y = 0; y < unit.high(); y++) {
            for (int x = 0; x < unit.wide(); x++) {
                for (int in = 0; in < placed.in(); in++) {
                    for (int out = 0; out < unit.out(); out++) {
                        turned[at++] = kernel[((out * placed.in() + in) * unit.high() + y) * unit.wide() + x];
                    }
                }
            }
        }
        graph.writeByteArray(
                1,
                constant(
                        placed.graphName() + "/conv2d_params",
                        turned,
                        unit.high(),
                        unit.wide(),
                        placed.in(),
                        unit.out()));
        String norm = placed.graphName() + "/batchnorm";
        Map<String, String> names = Map.of(
                "gamma", "weight", "beta", "bias", "moving_mean", "running_mean", "moving_variance", "running_var");
        for (Map.Entry<String, String> name : names.entrySet()) {
            float[] values = weights.values(placed.name() + ".bn." + name.getValue());
            graph.writeByteArray(1, constant(norm + "/" + name.getKey(), values, values.length));
        }
        graph.writeByteArray(1, node(norm, "BatchNormWithGlobalNormalization", node -> {
            node.writeByteArray(5, attribute("variance_epsilon", value -> value.writeFloat(4, epsilon)));
            node.writeByteArray(5, attribute("scale_after_normalization", value -> value.writeBool(5, scales)));
        }));
    }

    /** {@return the same weights as a whole {@code .pth} file} */
    static Path pth(Path file, HashedWeights weights) {
        Map<String, PthFiles.View> views = new LinkedHashMap<>();
        weights.tensors()
                .forEach((name, info) -> views.put(
                        name,
                        PthFiles.view(
                                Integer.toString(views.size()),
                                StoredType.FLOAT32,
                                ByteBuffer.wrap(floats(weights.values(name))),
                                info.shape().toArray(Long[]::new))));
        views.put("Conv2d_1a_3x3.bn.num_batches_tracked", PthFiles.longs("tracked", 0));
        return PthFiles.write(file, views);
    }

    static byte[] constant(String name, float[] values, long... shape) {
        return constant(name, shape, tensor -> tensor.writeByteArray(4, floats(values)));
    }

    /** {@return a node with a tensor of float32} */
    static byte[] constant(String name, long[] shape, Body values) {
        return node(
                name,
                "Const",
                node -> node.writeByteArray(
                        5,
                        attribute(
                                "value",
                                value -> value.writeByteArray(8, message(tensor -> {
                                    tensor.writeInt32(1, 1);
                                    tensor.writeByteArray(2, shape(shape));
                                    values.write(tensor);
                                })))));
    }

    static byte[] node(String name, String operation, Body rest) {
        return message(node -> {
            node.writeString(1, name);
            node.writeString(2, operation);
            rest.write(node);
        });
    }

    static byte[] attribute(String key, Body value) {
        return message(entry -> {
            entry.writeString(1, key);
            entry.writeByteArray(2, message(value));
        });
    }

    static byte[] shape(long... sizes) {
        return message(shape -> {
            for (long size : sizes) {
                shape.writeByteArray(2, message(dimension -> dimension.writeInt64(1, size)));
            }
        });
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    static byte[] message(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            body.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
