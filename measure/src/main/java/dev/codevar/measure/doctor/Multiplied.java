package dev.codevar.measure.doctor;

import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import java.util.List;
import java.util.Set;

/**
 * A product of a transformer, found among its weights, so that none can be forgotten.
 *
 * @param layer the published name, without the block's
 * @param large whether it is one of those that are in 8 bits where any are
 * @param in numbers of a row
 * @param out numbers of its result
 */
record Multiplied(String layer, boolean large, long in, long out) {
    private static final String WEIGHT = ".weight";
    private static final String FIRST_BLOCK = "blocks.0.";
    private static final Set<String> LOOKED_UP = Set.of("class_emb.weight", "lvl_embed.weight");

    /** {@return a model's, those of one block for all} */
    static List<Multiplied> of(VarConfig model) {
        return VarTensors.shapes(model).entrySet().stream()
                .filter(it -> multiplies(it.getKey(), it.getValue()))
                .map(it -> new Multiplied(
                        layer(it.getKey()),
                        VarTensors.isLarge(it.getKey()),
                        it.getValue().get(1),
                        it.getValue().get(0)))
                .toList();
    }

    private static boolean multiplies(String name, List<Long> shape) {
        boolean otherBlock = name.startsWith("blocks.") && !name.startsWith(FIRST_BLOCK);
        return name.endsWith(WEIGHT) && shape.size() == 2 && !LOOKED_UP.contains(name) && !otherBlock;
    }

    private static String layer(String name) {
        int begin = name.startsWith(FIRST_BLOCK) ? FIRST_BLOCK.length() : 0;
        return name.substring(begin, name.length() - WEIGHT.length());
    }

    /** {@return what follows the product, or what its result is} */
    Kind kind() {
        return switch (layer) {
            case "ffn.fc1" -> Kind.GELU;
            case "head" -> Kind.FLOAT32_RESULT;
            default -> Kind.PLAIN;
        };
    }

    /** The ways in which products are used. */
    enum Kind {
        PLAIN,
        GELU,
        FLOAT32_RESULT
    }

    @Override
    public String toString() {
        return layer + (kind() == Kind.GELU ? " with GELU " : " ") + in + "→" + out;
    }
}
