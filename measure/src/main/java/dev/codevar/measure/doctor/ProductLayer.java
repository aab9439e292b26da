package dev.codevar.measure.doctor;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Weights;
import dev.codevar.model.VarConfig;
import dev.codevar.nn.FeedForward;
import dev.codevar.nn.Linear;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/**
 * What of a transformer takes rows and gives rows as decodes use it: a product, or in 8 bits both products of the feed-forward network,
 * since what the first hands to the second is another thing there.
 *
 * @param products one after the other, at least one
 */
record ProductLayer(List<Multiplied> products) {
    private static final String FEED_FORWARD = "ffn.";
    private static final long SEED = 3;

    /** {@return a model's, in a precision; with that of 8 bits those that are in 8 bits} */
    static List<ProductLayer> of(VarConfig model, Precision precision) {
        List<Multiplied> all = Multiplied.of(model);
        if (precision != Precision.INT8) {
            return all.stream()
                    .map(product -> new ProductLayer(List.of(product)))
                    .toList();
        }
        Map<Boolean, List<Multiplied>> large =
                all.stream().filter(Multiplied::large).collect(Collectors.partitioningBy(ProductLayer::joined));
        List<ProductLayer> layers = new ArrayList<>();
        large.getOrDefault(false, List.of()).forEach(product -> layers.add(new ProductLayer(List.of(product))));
        layers.add(new ProductLayer(large.getOrDefault(true, List.of())));
        return layers;
    }

    private static boolean joined(Multiplied product) {
        return product.layer().startsWith(FEED_FORWARD);
    }

    /**
     * It at work.
     *
     * @param product takes rows (r, in) to (r, out)
     * @param kernel what multiplies
     */
    record Computing(UnaryOperator<Tensor> product, Kernel kernel) {}

    /**
     * @param weights has those of {@link #random}
     * @param compute where and how finely to multiply
     * @param owner keeps the weights
     * @return it, made as decodes make it
     */
    Computing computing(Weights weights, Compute compute, Owner owner) {
        if (feedForward()) {
            FeedForward both = FeedForward.of(weights.under(FEED_FORWARD), in(), first().out(), compute, owner);
            return new Computing(both::apply, both.kernel());
        }
        Weights own = weights.under(first().layer() + ".");
        Linear linear = first().kind() == Multiplied.Kind.FLOAT32_RESULT
                ? Linear.toFloat32(own, in(), out(), compute, owner)
                : Linear.of(own, in(), out(), compute, owner);
        return new Computing(
                first().kind() == Multiplied.Kind.GELU ? linear::applyGelu : linear::apply, linear.kernel());
    }

    /** {@return weights for it, the same every time} */
    RandomWeights random() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (Multiplied product : products) {
            shapes.put(product.layer() + ".weight", List.of(product.out(), product.in()));
            shapes.put(product.layer() + ".bias", List.of(product.out()));
        }
        return new RandomWeights(toString(), shapes, SEED);
    }

    /** {@return whether it is the whole feed-forward network} */
    boolean feedForward() {
        return products.size() > 1;
    }

    private Multiplied first() {
        return products.get(0);
    }

    long in() {
        return first().in();
    }

    long out() {
        return products.get(products.size() - 1).out();
    }

    /** {@return the operations for one row} */
    double flops() {
        return products.stream()
                .mapToDouble(product -> 2.0 * product.in() * product.out())
                .sum();
    }

    @Override
    public String toString() {
        return products.stream().map(Multiplied::toString).collect(Collectors.joining(", "));
    }
}
