package dev.codevar.measure.sweep;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a sweep beside what its runs draw. Its folder keeps it, so that {@code --out} alone goes on with it.
 *
 * @param draftSteps {@link #ALL}, or the numbers as 3,4,5; of no meaning where plans are named
 * @param plans names of plans, or plans written out; null for those of the draft steps
 * @param reference the whole path of what to compare with; null for what the model set brings
 * @param cache the whole path of the folder for the reference's features; null for beside the reference
 * @param repetitions how many times each plan is timed
 */
public record SweepOptions(
        String draftSteps,
        @Nullable List<String> plans,
        @Nullable String reference,
        @Nullable String cache,
        int repetitions) {
    /** Every number of draft steps that the model set has a plan for. */
    public static final String ALL = "all";

    public SweepOptions {
        Objects.requireNonNull(draftSteps, "draft_steps");
        plans = plans == null ? null : List.copyOf(plans);
    }

    /** {@return what differs first that makes points incomparable, this one's value first; plans may differ, and where features are kept} */
    Optional<String> firstDifference(SweepOptions other) {
        return difference("reference", other, it -> Objects.requireNonNullElse(it.reference, "the model set's own"))
                .or(() -> difference("repetitions", other, SweepOptions::repetitions));
    }

    private Optional<String> difference(String name, SweepOptions other, Function<SweepOptions, Object> value) {
        Object own = value.apply(this);
        return own.equals(value.apply(other))
                ? Optional.empty()
                : Optional.of(name + " " + own + ", not " + value.apply(other));
    }
}
