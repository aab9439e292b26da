package dev.codevar.checkpoint.pickle;

import dev.codevar.checkpoint.pickle.PickledState.Place;
import dev.codevar.fault.OneLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the dicts of tensors in what a pickle holds, however they lie in each other. Everything is looked at once, though it hold
 * itself or be held by many, so that the time is linear.
 */
public final class PickledStates {
    /** So many values may lie around one that is found; in trainings' checkpoints one or two do. */
    private static final int DEEPEST = 16;

    /** Behind longer keys nothing is looked for: paths stay short enough to be typed, and to be compared in no time. */
    static final int LONGEST_KEY = 200;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Queue<Place> queue = new ArrayDeque<>();

    private PickledStates() {}

    /**
     * Looks through everything.
     *
     * @param top what {@link StateUnpickler} read
     * @return the outermost first
     */
    public static List<PickledState> in(@Nullable Object top) {
        List<PickledState> found = new ArrayList<>();
        PickledStates search = new PickledStates();
        search.add(null, "", top);
        for (Place place = search.queue.poll(); place != null; place = search.queue.poll()) {
            Map<String, PickledTensor> tensors = tensors(place);
            if (tensors != null) {
                found.add(new PickledState(place, tensors));
            } else if (place.depth() < DEEPEST) {
                search.lookInto(place);
            }
        }
        return found;
    }

    /** {@return what a pickle without any holds instead, for a message} */
    public static String describe(@Nullable Object top) {
        return top instanceof Map<?, ?> dict
                ? "a dict with the keys "
                        + OneLine.some(dict.keySet().stream()
                                .map(key -> key instanceof Unbuilt unbuilt ? unbuilt.name() : key.toString())
                                .toList())
                : PickleGlobal.kind(top);
    }

    private void lookInto(Place place) {
        if (place.value() instanceof Map<?, ?> dict) {
            dict.forEach((key, value) -> add(place, key, value));
            return;
        }
        List<?> values = place.value() instanceof Object[] tuple ? Arrays.asList(tuple) : (List<?>) place.value();
        for (int i = 0; i < values.size(); i++) {
            add(place, i, values.get(i));
        }
    }

    private void add(@Nullable Place around, Object key, @Nullable Object value) {
        if (value instanceof Map<?, ?> || value instanceof List<?> || value instanceof Object[]) {
            String name = key instanceof Unbuilt unbuilt ? unbuilt.name() : key.toString();
            if (name.length() <= LONGEST_KEY && seen.add(value)) {
                queue.add(new Place(around, name, value, around == null ? 0 : around.depth() + 1));
            }
        }
    }

    /** {@return the tensors of a dict of nothing else, at least one unless it is the whole pickle; null for anything else} */
    private static @Nullable Map<String, PickledTensor> tensors(Place place) {
        if (!(place.value() instanceof Map<?, ?> dict) || (dict.isEmpty() && place.depth() > 0)) {
            return null;
        }
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            if (!(entry.getKey() instanceof String) || !(entry.getValue() instanceof PickledTensor)) {
                return null;
            }
        }
        @SuppressWarnings("unchecked") // as has just been seen
        Map<String, PickledTensor> tensors = (Map<String, PickledTensor>) dict;
        return tensors;
    }
}
