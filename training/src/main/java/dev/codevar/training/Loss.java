package dev.codevar.training;

import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What a batch gave.
 *
 * @param value scalar with its graph
 * @param opponents what the task's {@link Opponent} learns by, a scalar with a graph that shares no parameter with the other's;
 *     there in the steps in which it learns
 * @param figures by name, such as "accuracy" or "scale 3 loss", for the log; each is a mean over the batch
 */
public record Loss(Tensor value, Optional<Tensor> opponents, Figures figures) {

    /** {@return {@code scalar}, which has no sizes, times {@code weight} in its type} */
    public static Tensor weighted(Tensor scalar, double weight) {
        return scalar.mul(torch.full_like(scalar.detach(), new Scalar(weight)));
    }

    /** Of a task that has no opponent, or of a step in which it does not learn. */
    public Loss(Tensor value, Figures figures) {
        this(value, Optional.empty(), figures);
    }

    /** {@return the same with more in the log, behind what is there} */
    public Loss with(Map<String, Double> more) {
        Figures all = new Figures();
        all.putAll(figures);
        all.putAll(Figures.of(more));
        return new Loss(value, opponents, all);
    }

    /** {@return the figures, once they are there} */
    public Map<String, Double> metrics() {
        return figures.read();
    }
}
