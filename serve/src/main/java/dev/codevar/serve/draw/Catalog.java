package dev.codevar.serve.draw;

import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import java.util.List;
import java.util.Optional;

/**
 * The model sets that are served; the first is the default one.
 *
 * @param sets at least one
 */
public record Catalog(List<Served> sets) {
    /** Clients have these names of other services' models written in. */
    private static final List<String> NAMES_OF_OTHERS = List.of("dall-e-", "gpt-image-", "chatgpt-image-");

    public Catalog {
        sets = List.copyOf(sets);
    }

    /**
     * A set, and a plan if the name says one.
     *
     * @param served the set
     * @param plan the plan, if any
     */
    public record Choice(Served served, Optional<String> plan) {}

    /** {@return the default set} */
    public Served first() {
        return sets.get(0);
    }

    /**
     * {@return what a model's name means: a set's id, or {@code id:plan}; nothing, and names of other services, mean the default}
     *
     * @throws Refusal 404 if it is unknown
     */
    public Choice find(Optional<String> name) {
        String wanted = name.orElse("").strip();
        if (wanted.isEmpty() || NAMES_OF_OTHERS.stream().anyMatch(wanted::startsWith)) {
            return new Choice(first(), Optional.empty());
        }
        Optional<Served> exact = set(wanted);
        if (exact.isPresent()) {
            return new Choice(exact.get(), Optional.empty());
        }
        int colon = wanted.indexOf(':');
        Optional<Served> beforeColon = colon < 0 ? Optional.empty() : set(wanted.substring(0, colon));
        return beforeColon
                .map(set -> new Choice(set, Optional.of(wanted.substring(colon + 1))))
                .orElseThrow(() -> new Refusal(
                        404,
                        "model_not_found",
                        "model",
                        "there is no model '" + Values.shown(wanted) + "'; there are "
                                + sets.stream().map(Served::id).toList()));
    }

    private Optional<Served> set(String id) {
        return sets.stream().filter(set -> set.id().equals(id)).findFirst();
    }
}
