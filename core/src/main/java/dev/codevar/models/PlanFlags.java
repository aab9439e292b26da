package dev.codevar.models;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Description.Specialised;
import dev.codevar.models.Description.Transformer;
import dev.codevar.pyramid.Pyramid;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A plan as the published scripts' flags say it; what is not said follows from the models that a set has.
 *
 * @param drafterDepth depth of the drafter; null for the deepest that there is
 * @param refinerDepth depth of the refiner; null for the least deep
 * @param draftSteps N, the number of drafted scales, all of them for the drafter alone; null for what is nearest to 8 of 10 among
 *     what the models can do
 * @param trainingFree whether all-round models are used instead of the pair fine-tuned for this N
 */
public record PlanFlags(
        @Nullable Integer drafterDepth,
        @Nullable Integer refinerDepth,
        @Nullable Integer draftSteps,
        boolean trainingFree) {

    private static final Comparator<Map.Entry<String, Transformer>> DEEPEST =
            Comparator.comparing(model -> -model.getValue().depth());

    /**
     * {@return the plan for the models of {@code set}}
     *
     * @throws InvalidInputException if it has no such models
     */
    public PlanSpec plan(Description set) {
        Pyramid pyramid = pyramid(set);
        int scales = pyramid.scales();
        int steps = steps(set);
        if (steps < 1 || steps > scales) {
            throw new InvalidInputException("draft steps " + steps + " is not between 1 and " + scales);
        }
        if (steps == scales) {
            return PlanSpec.parse(allRound(set, pyramid).orElseThrow(() -> none(set, null, drafterDepth)), set);
        }
        Specialised drafting = free(set) ? null : new Specialised(Specialised.DRAFTER, steps);
        Specialised refining = free(set) ? null : new Specialised(Specialised.REFINER, steps);
        Map.Entry<String, Transformer> drafter = models(set, pyramid, drafterDepth, drafting)
                .min(DEEPEST)
                .or(() -> standIn(set, pyramid, refining))
                .orElseThrow(() -> none(set, drafting, drafterDepth));
        String refiner = models(set, pyramid, refinerDepth, refining)
                .filter(model -> refinerDepth != null
                        || refining != null
                        || model.getValue().depth() < drafter.getValue().depth())
                .max(DEEPEST)
                .map(Map.Entry::getKey)
                .orElseThrow(() -> none(set, refining, refinerDepth));
        return PlanSpec.parse(drafter.getKey() + ":" + steps + "," + refiner, set);
    }

    /** {@return N: what is said, or what is usual for the models of {@code set}} */
    public int steps(Description set) {
        if (draftSteps != null) {
            return draftSteps;
        }
        Pyramid pyramid = pyramid(set);
        List<Integer> possible = Plans.splits(pyramid).toList();
        List<Integer> fineTuned = possible.stream()
                .filter(n -> models(set, pyramid, refinerDepth, new Specialised(Specialised.REFINER, n))
                        .findAny()
                        .isPresent())
                .toList();
        return Plans.nearest(free(set) || fineTuned.isEmpty() ? possible : fineTuned, pyramid)
                .orElse(pyramid.scales());
    }

    /** Except among published models, the largest all-round one drafts for a refiner that has no drafter of its own. */
    private Optional<Map.Entry<String, Transformer>> standIn(
            Description set, Pyramid pyramid, @Nullable Specialised refining) {
        if (refining == null || published(set)) {
            return Optional.empty();
        }
        int refined = models(set, pyramid, refinerDepth, refining)
                .mapToInt(model -> model.getValue().depth())
                .min()
                .orElse(Integer.MAX_VALUE);
        return models(set, pyramid, drafterDepth, null)
                .filter(model -> model.getValue().depth() > refined)
                .min(DEEPEST);
    }

    private Optional<String> allRound(Description set, Pyramid pyramid) {
        return models(set, pyramid, drafterDepth, null).min(DEEPEST).map(Map.Entry::getKey);
    }

    /** Where no model is fine-tuned nobody needs to say so; among published ones the pair may be downloaded later. */
    private boolean free(Description set) {
        return trainingFree
                || (!published(set)
                        && set.models().values().stream()
                                .map(Transformer::specialised)
                                .allMatch(Objects::isNull));
    }

    private static boolean published(Description set) {
        return set.models().keySet().stream().allMatch(PublishedNames::contains);
    }

    /** Of a drafter that is named by its depth, its own; otherwise the set's. */
    private Pyramid pyramid(Description set) {
        return set.models().entrySet().stream()
                .filter(model -> drafterDepth != null && model.getValue().depth() == drafterDepth)
                .map(model -> PlanSpec.pyramid(model.getKey(), set))
                .findFirst()
                .orElseGet(() -> new Pyramid(set.scales()));
    }

    private static Stream<Map.Entry<String, Transformer>> models(
            Description set, Pyramid pyramid, @Nullable Integer depth, @Nullable Specialised specialised) {
        return set.models().entrySet().stream()
                .filter(model -> depth == null || model.getValue().depth() == depth)
                .filter(model -> Objects.equals(model.getValue().specialised(), specialised))
                .filter(model -> PlanSpec.pyramid(model.getKey(), set).equals(pyramid));
    }

    private static InvalidInputException none(Description set, @Nullable Specialised wanted, @Nullable Integer depth) {
        String what =
                wanted == null ? "all-round model" : "model fine-tuned for " + wanted.draftSteps() + " draft steps";
        String which = depth != null ? " of depth " + depth : wanted == null ? " that is smaller than its drafter" : "";
        String there = set.models().entrySet().stream()
                .map(model -> model.getKey() + " (depth " + model.getValue().depth()
                        + specialisation(model.getValue().specialised()) + ")")
                .collect(Collectors.joining(", "));
        String advice = wanted == null ? "" : "; --training-free uses all-round models";
        return new InvalidInputException(set.name() + " has no " + what + which + "; it has " + there + advice);
    }

    private static String specialisation(@Nullable Specialised specialised) {
        return specialised == null
                ? ""
                : ", " + specialised.part() + " for " + specialised.draftSteps() + " draft steps";
    }
}
