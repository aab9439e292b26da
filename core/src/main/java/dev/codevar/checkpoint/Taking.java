package dev.codevar.checkpoint;

import dev.codevar.checkpoint.pickle.PickledState;
import dev.codevar.checkpoint.pickle.PickledStates;
import dev.codevar.checkpoint.pickle.PickledTensor;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the state dict that is meant out of a pickle, and from its names what wrappers put in front.
 *
 * @param tensors the tensors by their models' own names
 * @param taken what was done; empty for the pickle as it is
 */
record Taking(Map<String, PickledTensor> tensors, Optional<TakenEntry> taken) {
    /** What DistributedDataParallel and torch.compile put in front of every name; each may wrap the other. */
    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

    /** Far more than anybody puts around a model. */
    private static final int MOST_WRAPPERS = 8;

    private static final int SHOWN = 8;

    /**
     * Takes one.
     *
     * @param top what was unpickled
     * @param wanted which
     */
    static Taking from(@Nullable Object top, CheckpointEntry wanted) {
        List<PickledState> all = PickledStates.in(top);
        List<PickledState> models = all.stream().filter(PickledState::isModel).toList();
        PickledState chosen =
                wanted.path().isPresent() ? at(wanted.path().get(), wanted, all, models) : found(top, wanted, models);
        String prefix = prefix(chosen);
        TakenEntry taken = new TakenEntry(chosen.path(), models.size(), prefix);
        return new Taking(
                without(prefix, chosen.tensors()),
                chosen.isWhole() && prefix.isEmpty() ? Optional.empty() : Optional.of(taken));
    }

    private static PickledState at(
            String path, CheckpointEntry wanted, List<PickledState> all, List<PickledState> models) {
        if (all.stream().anyMatch(PickledState::isWhole)) {
            wanted.requireNone("a state_dict alone");
        }
        return all.stream()
                .filter(state -> state.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("there is no state_dict at " + OneLine.quote(path)
                        + "; there are " + (models.isEmpty() ? "none" : list(models))));
    }

    private static PickledState found(@Nullable Object top, CheckpointEntry wanted, List<PickledState> models) {
        if (models.isEmpty()) {
            throw new BrokenFileException("holds " + PickledStates.describe(top)
                    + " and nowhere a state_dict of a model (name → tensor); save the model's own");
        }
        List<PickledState> fitting =
                models.stream().filter(state -> fits(state, wanted)).toList();
        List<PickledState> possible = fitting.isEmpty() ? models : fitting;
        List<PickledState> preferred = possible.stream()
                .filter(state -> wanted.preferred().contains(state.path()))
                .toList();
        List<PickledState> left = preferred.isEmpty() ? possible : preferred;
        if (left.size() > 1) {
            throw new BrokenFileException("holds " + left.size() + " state_dicts that may be meant: " + list(left)
                    + "; --entry takes one of them");
        }
        return left.get(0);
    }

    private static boolean fits(PickledState state, CheckpointEntry wanted) {
        String prefix = prefix(state);
        return wanted.marks().stream().anyMatch(mark -> state.tensors().containsKey(prefix + mark));
    }

    private static String list(List<PickledState> states) {
        String first = states.stream()
                .limit(SHOWN)
                .map(state -> OneLine.quote(state.path()) + " ("
                        + state.tensors().size() + (state.tensors().size() == 1 ? " tensor)" : " tensors)"))
                .collect(Collectors.joining(", "));
        return states.size() <= SHOWN ? first : first + " and " + (states.size() - SHOWN) + " more";
    }

    /** {@return what all names begin with that is not the model's own, and leaves something of each} */
    private static String prefix(PickledState state) {
        String prefix = "";
        for (int i = 0; i < MOST_WRAPPERS; i++) {
            String inner = prefix;
            Optional<String> longer = WRAPPERS.stream()
                    .map(wrapper -> inner + wrapper)
                    .filter(next -> state.tensors().keySet().stream()
                            .allMatch(name -> name.startsWith(next) && name.length() > next.length()))
                    .findFirst();
            if (longer.isEmpty() || state.tensors().isEmpty()) {
                return prefix;
            }
            prefix = longer.get();
        }
        return prefix;
    }

    private static Map<String, PickledTensor> without(String prefix, Map<String, PickledTensor> tensors) {
        Map<String, PickledTensor> own = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> own.put(name.substring(prefix.length()), tensor));
        return own;
    }
}
