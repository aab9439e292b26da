package dev.codevar.measure.speed.ceiling;

import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transformer has to compute, whatever computes it: each product once, and nothing masked.
 *
 * @param products the linear layers
 * @param attentionFlops operations of attention's two products, which have no weights
 */
public record Work(List<ModelProduct> products, long attentionFlops) {
    private static final int BLOCK_VECTORS = 6;
    private static final int HEAD_VECTORS = 2;

    public Work {
        products = List.copyOf(products);
        Checks.atLeast("operations of attention", attentionFlops, 0);
    }

    /**
     * One step of a session: scales are fed, and the last of them is predicted. All coarser ones have been fed before.
     *
     * @param config the transformer
     * @param fed the scales fed: one, or for the first step of a refiner the whole prefix
     * @param load the pictures
     */
    public static Work ofStep(VarConfig config, ScaleRange fed, Load load) {
        Pyramid pyramid = config.pyramid();
        long width = config.width();
        long rows = (long) load.rows() * pyramid.tokens(fed);
        // The coarsest scale's input is the class, not words; and rows of one picture share their words.
        int start = fed.contains(0) ? pyramid.tokens(0) : 0;
        long words = (long) load.pictures() * (pyramid.tokens(fed) - start);
        long predicted = (long) load.rows() * pyramid.tokens(fed.to() - 1);
        return new Work(
                List.of(
                        new ModelProduct("word_embed.weight", 1, words, config.channels(), width),
                        new ModelProduct("blocks.0.attn.mat_qkv.weight", config.depth(), rows, width, 3 * width),
                        new ModelProduct("blocks.0.attn.proj.weight", config.depth(), rows, width, width),
                        new ModelProduct("blocks.0.ffn.fc1.weight", config.depth(), rows, width, 4 * width),
                        new ModelProduct("blocks.0.ffn.fc2.weight", config.depth(), rows, 4 * width, width),
                        new ModelProduct("head.weight", 1, predicted, width, config.codes())),
                attention(config, fed, load));
    }

    /**
     * What a session computes once, before its first step: what the classes mean to every norm.
     *
     * @param config the transformer
     * @param load the pictures
     */
    public static Work ofClasses(VarConfig config, Load load) {
        long width = config.width();
        int layers = config.sharedAdaLn() ? 1 : config.depth();
        String adaptive = config.sharedAdaLn() ? "shared_ada_lin.1.weight" : "blocks.0.ada_lin.1.weight";
        long classes = load.distinctClasses();
        return new Work(
                List.of(
                        new ModelProduct(adaptive, layers, classes, width, BLOCK_VECTORS * width),
                        new ModelProduct("head_nm.ada_lin.1.weight", 1, classes, width, HEAD_VECTORS * width)),
                0);
    }

    /** A scale's queries meet its own keys and all coarser scales' (VAR, section 3.2): q·kᵀ, then the sum of the values. */
    private static long attention(VarConfig config, ScaleRange fed, Load load) {
        Pyramid pyramid = config.pyramid();
        long pairs = 0;
        for (int k = fed.from(); k < fed.to(); k++) {
            pairs += (long) pyramid.tokens(k) * pyramid.end(k);
        }
        return 4 * pairs * config.width() * config.depth() * load.rows();
    }

    /** {@return this and another's together} */
    public Work plus(Work other) {
        List<ModelProduct> both = new ArrayList<>(products);
        both.addAll(other.products);
        return new Work(both, attentionFlops + other.attentionFlops);
    }

    /** {@return the operations of all linear layers} */
    public long gemmFlops() {
        return products.stream().mapToLong(ModelProduct::flops).sum();
    }

    /** {@return the bytes of weights read, each once} */
    public long weightBytes(Precision precision) {
        return products.stream()
                .mapToLong(product -> product.weightBytes(precision))
                .sum();
    }

    /** {@return the seconds that the linear layers take at least, one after the other; attention is not counted} */
    public double gemmSeconds(Precision precision, Ceilings ceilings) {
        return products.stream()
                .mapToDouble(product -> product.seconds(precision, ceilings))
                .sum();
    }
}
