package dev.codevar.model;

import dev.codevar.tensor.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names and shapes of a transformer's weights, as published checkpoints have them. */
public final class VarTensors {

    private VarTensors() {}

    /** {@return every weight's sizes by its name; buffers that follow from the configuration are left out} */
    public static Map<String, List<Long>> shapes(VarConfig config) {
        long C = config.width();
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put("pos_start", List.of(1L, (long) config.pyramid().tokens(0), C));
        shapes.put("pos_1LC", List.of(1L, (long) config.pyramid().length(), C));
        linear(shapes, "word_embed", config.channels(), C);
        shapes.put("class_emb.weight", List.of(config.classes() + 1L, C));
        shapes.put("lvl_embed.weight", List.of((long) config.pyramid().scales(), C));
        if (config.sharedAdaLn()) {
            linear(shapes, "shared_ada_lin.1", C, 6 * C);
        }
        for (int i = 0; i < config.depth(); i++) {
            block(shapes, "blocks." + i + ".", config);
        }
        linear(shapes, "head_nm.ada_lin.1", C, 2 * C);
        linear(shapes, "head", C, config.codes());
        return shapes;
    }

    /** {@return the bytes of a model's weights once it is read: what no product multiplies stays float32 in every precision} */
    public static long bytes(VarConfig config, Precision precision) {
        return shapes(config).entrySet().stream()
                .mapToLong(tensor -> bytes(tensor.getKey(), tensor.getValue(), precision))
                .sum();
    }

    private static long bytes(String name, List<Long> shape, Precision precision) {
        long elements = shape.stream().reduce(1L, Math::multiplyExact);
        if (precision == Precision.INT8 && isLarge(name)) {
            // For each output a step, and the sum of its weights.
            return elements + 2L * Precision.FLOAT32.bytes() * shape.get(0);
        }
        return elements * (staysFloat32(name) ? Precision.FLOAT32.bytes() : precision.bytes());
    }

    /** {@return whether a tensor is one of the weights that are kept in 8 bits where any are: those of the blocks' linear layers} */
    public static boolean isLarge(String name) {
        return (name.startsWith("blocks.") || name.startsWith("shared_ada_lin.")) && name.endsWith(".weight");
    }

    private static boolean staysFloat32(String name) {
        boolean embedding = name.startsWith("pos_") || name.startsWith("class_emb.") || name.startsWith("lvl_embed.");
        return embedding || name.endsWith(".ada_gss") || name.endsWith(".scale_mul_1H11");
    }

    private static void block(Map<String, List<Long>> shapes, String block, VarConfig config) {
        long C = config.width();
        if (config.sharedAdaLn()) {
            shapes.put(block + "ada_gss", List.of(1L, 1L, 6L, C));
        } else {
            linear(shapes, block + "ada_lin.1", C, 6 * C);
        }
        shapes.put(block + "attn.scale_mul_1H11", List.of(1L, (long) config.heads(), 1L, 1L));
        shapes.put(block + "attn.q_bias", List.of(C));
        shapes.put(block + "attn.v_bias", List.of(C));
        shapes.put(block + "attn.mat_qkv.weight", List.of(3 * C, C));
        linear(shapes, block + "attn.proj", C, C);
        linear(shapes, block + "ffn.fc1", C, 4 * C);
        linear(shapes, block + "ffn.fc2", 4 * C, C);
    }

    private static void linear(Map<String, List<Long>> shapes, String name, long in, long out) {
        shapes.put(name + ".weight", List.of(out, in));
        shapes.put(name + ".bias", List.of(out));
    }
}
