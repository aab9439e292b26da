package dev.codevar.training;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.picture.Picture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;

/** Something that is trained: it knows its parameters and the loss of a batch; the loop knows everything else. */
public interface Task extends AutoCloseable {

    /** {@return what the optimiser moves} */
    Parameters parameters();

    /** {@return how many examples an epoch has} */
    int examples();

    /** {@return which parameters decay} */
    Predicate<TensorInfo> decayed();

    /**
     * Computes forward; whatever is random in it follows from {@code moment}.
     *
     * @param examples which examples, in the order of the batch
     * @param moment where in the training this is
     * @return the mean loss of the batch with its graph, and what to show of it
     */
    Loss loss(int[] examples, Moment moment);

    /** {@return what learns against it, the same every time; nothing unless a task says otherwise} */
    default Optional<Opponent> opponent() {
        return Optional.empty();
    }

    /**
     * Says what {@link #loss} is asked for after its next call, so that it can be read meanwhile. Does nothing unless a task says
     * otherwise.
     */
    default void expect(int[] examples, Moment moment) {}

    /** After the optimiser's step: such as giving unused codes new values. Does nothing unless a task says otherwise. */
    default void stepped(Moment moment) {}

    /**
     * Measures held-out data with the parameters as they are now, which may be their running means. What training goes on from
     * stays as it is.
     *
     * @return the measures by name; empty where there are none
     */
    Map<String, Double> validate();

    /** {@return pictures to look at, made as {@link #validate} measures: reconstructions, or drawn ones; none unless a task says otherwise} */
    default List<Picture> samples() {
        return List.of();
    }

    /**
     * {@return tensors beside the parameters that a training needs to go on to the same bits, by name; none unless a task says
     * otherwise} They are copied into when it goes on.
     */
    default Map<String, Tensor> state() {
        return Map.of();
    }

    /** Frees the parameters, and whatever else is the task's. */
    @Override
    default void close() {
        parameters().close();
    }
}
