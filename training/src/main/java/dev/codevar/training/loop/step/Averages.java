package dev.codevar.training.loop.step;

import dev.codevar.tensor.Owner;
import dev.codevar.training.Parameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Running means of the parameters, w̄ ← d·w̄ + (1−d)·w after every step. They begin at the first parameters, so d rises with the steps t that
 * came before: min(decay, (1+t)/(10+t)), which forgets the beginning. A constant 0.999 would still keep 39% of it after 937 steps.
 */
public final class Averages implements AutoCloseable {
    private final Parameters parameters;
    private final double decay;
    private final Owner owner = new Owner();
    private final Map<String, Tensor> means = new LinkedHashMap<>();

    /**
     * @param parameters what is averaged; stays the caller's
     * @param decay how much of a mean stays in a step, at most; 0 keeps no means
     */
    Averages(Parameters parameters, double decay) {
        this.parameters = parameters;
        this.decay = decay;
        if (decay > 0) {
            try (PointerScope making = new PointerScope()) {
                parameters
                        .leaves()
                        .forEach((name, leaf) ->
                                means.put(name, owner.own(leaf.detach().clone())));
            }
        }
    }

    /** {@return the means themselves, by the parameters' names; empty where none are kept} */
    Map<String, Tensor> means() {
        return Collections.unmodifiableMap(means);
    }

    /**
     * Takes the parameters as they are now into the means.
     *
     * @param before how many steps came before the one that made them
     */
    void follow(int before) {
        double stays = Math.min(decay, (1.0 + before) / (10.0 + before));
        try (PointerScope scalars = new PointerScope()) {
            Scalar kept = new Scalar(stays);
            Scalar taken = new Scalar(1 - stays);
            each((leaf, mean) -> mean.mul_(kept).add_(leaf, taken));
        }
    }

    /** {@return what {@code body} computes while the parameters hold their means, where they are kept} */
    public <T> T inPlace(Supplier<T> body) {
        swap();
        try {
            return body.get();
        } finally {
            swap();
        }
    }

    private void swap() {
        each((leaf, mean) -> {
            Tensor kept = leaf.clone();
            leaf.copy_(mean);
            mean.copy_(kept);
        });
    }

    private void each(BiConsumer<Tensor, Tensor> action) {
        try (NoGradGuard ungraded = new NoGradGuard()) {
            means.forEach((name, mean) -> {
                try (PointerScope temporaries = new PointerScope()) {
                    action.accept(Objects.requireNonNull(parameters.leaves().get(name)), mean);
                }
            });
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
