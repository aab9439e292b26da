package dev.codevar.checkpoint.pickle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dict of tensors by name, and where in a pickle it lies. */
public final class PickledState {
    private final Place place;
    private final Map<String, PickledTensor> tensors;

    PickledState(Place place, Map<String, PickledTensor> tensors) {
        this.place = place;
        this.tensors = tensors;
    }

    /**
     * One of the values that lie in each other.
     *
     * @param around what it lies in; null for the outermost
     * @param key its key or index there
     * @param value itself
     * @param depth how many values are around it
     */
    record Place(@Nullable Place around, String key, Object value, int depth) {}

    /** {@return whether the pickle is nothing but it} */
    public boolean isWhole() {
        return place.around() == null;
    }

    /** {@return the keys and indices that lead to it, such as {@code trainer.var_wo_ddp}; none if it is the whole pickle} */
    public String path() {
        StringBuilder path = new StringBuilder();
        for (Place at = place; at.around() != null; at = at.around()) {
            path.insert(0, (at.depth() > 1 ? "." : "") + at.key());
        }
        return path.toString();
    }

    /** {@return its tensors, by name, in the order of the pickle} */
    public Map<String, PickledTensor> tensors() {
        return tensors;
    }

    /**
     * {@return whether it is a model's: the whole pickle, or with a dot in a name} A tensor in a module in a model has one. What an
     * optimiser keeps of each parameter has none ({@code state.0} with {@code exp_avg} and {@code step}), and there are hundreds.
     */
    public boolean isModel() {
        return isWhole()
                || tensors.keySet().stream()
                        .anyMatch(name -> name.length() <= PickledStates.LONGEST_KEY && name.indexOf('.') >= 0);
    }
}
