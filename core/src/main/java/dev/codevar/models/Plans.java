package dev.codevar.models;

import dev.codevar.model.VarConfig;
import dev.codevar.models.Description.Specialised;
import dev.codevar.pyramid.Pyramid;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The plans that follow from the models of a set: fine-tuned refiners with their drafters, then the largest all-round model
 * drafting for the smallest, then models alone.
 *
 * @param byName the plans as {@link PlanSpec} reads them
 * @param preferred the one to use when none is asked for
 */
record Plans(Map<String, String> byName, String preferred) {
    private static final String FINE_TUNED = "code-";
    /** The paper's name for a pair of models that were not fine-tuned for each other. */
    private static final String TRAINING_FREE = "training-free-";
    /** The published trade: 8 of 10 scales. */
    private static final double DRAFTED_SHARE = 0.8;

    /**
     * Derives the plans.
     *
     * @param models the transformers by role, at least one
     * @param pyramid the set's own scales, those of one model at least: only models that have them are paired
     */
    static Plans of(Map<String, VarConfig> models, Pyramid pyramid) {
        List<String> ownFirst = models.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, VarConfig> model) -> !isOwn(model, pyramid))
                        .thenComparing(model -> -model.getValue().depth()))
                .map(Map.Entry::getKey)
                .toList();
        List<String> own = models.entrySet().stream()
                .filter(model -> isOwn(model, pyramid))
                .map(Map.Entry::getKey)
                .toList();
        List<String> ownAllRound = ownFirst.stream()
                .filter(own::contains)
                .filter(Plans::isAllRound)
                .toList();
        boolean published = models.keySet().stream().allMatch(PublishedNames::contains);
        Map<Integer, String> drafters = drafters(models, own, published ? List.of() : ownAllRound, pyramid);
        List<Integer> fineTuned = List.copyOf(drafters.keySet());
        List<Integer> trainingFree =
                ownAllRound.size() < 2 ? List.of() : splits(pyramid).toList();
        // Among published models the short name stays free for the fine-tuned pair, which may be downloaded later.
        String pair = published || !fineTuned.isEmpty() ? TRAINING_FREE : FINE_TUNED;

        Map<String, String> plans = new LinkedHashMap<>();
        drafters.forEach((n, drafter) -> plans.put(FINE_TUNED + n, drafter + ":" + n + "," + Specialised.REFINER + n));
        trainingFree.forEach(n -> plans.put(pair + n, first(ownAllRound) + ":" + n + "," + last(ownAllRound)));
        if (published) {
            ownFirst.stream().filter(Plans::isAllRound).forEach(role -> plans.put("var-" + role, role));
        } else if (!ownAllRound.isEmpty()) {
            plans.put("var", first(ownAllRound));
            plans.put("small", last(ownAllRound));
        }
        plans.entrySet().removeIf(plan -> hidesModel(plan, models));
        if (plans.isEmpty()) {
            plans.put(first(ownFirst), first(ownFirst));
        }
        String preferred = Stream.concat(
                        nearest(fineTuned, pyramid).map(n -> FINE_TUNED + n).stream(),
                        nearest(trainingFree, pyramid).map(n -> pair + n).stream())
                .filter(plans::containsKey)
                .findFirst()
                .orElseGet(() -> plans.keySet().iterator().next());
        return new Plans(plans, preferred);
    }

    /**
     * Who drafts for each refiner: the drafter made for as many scales or, where there is none, the largest all-round model.
     *
     * @param models all of them
     * @param own the roles of those that have the set's scales
     * @param substitutes the all-round ones among them that may stand in if they are deeper than the refiner, largest first
     * @param pyramid the set's scales
     * @return by the number of drafted scales, largest first
     */
    private static Map<Integer, String> drafters(
            Map<String, VarConfig> models, List<String> own, List<String> substitutes, Pyramid pyramid) {
        Map<Integer, String> drafters = new LinkedHashMap<>();
        for (int n : splits(pyramid).toList()) {
            String refiner = Specialised.REFINER + n;
            if (own.contains(refiner)) {
                Stream<String> deeper =
                        substitutes.stream().filter(role -> depth(models, role) > depth(models, refiner));
                Stream.concat(Stream.of(Specialised.DRAFTER + n).filter(own::contains), deeper)
                        .findFirst()
                        .ifPresent(drafter -> drafters.put(n, drafter));
            }
        }
        return drafters;
    }

    private static int depth(Map<String, VarConfig> models, String role) {
        return Objects.requireNonNull(models.get(role)).depth();
    }

    private static boolean isOwn(Map.Entry<String, VarConfig> model, Pyramid pyramid) {
        return model.getValue().pyramid().equals(pyramid);
    }

    private static boolean isAllRound(String role) {
        return PublishedNames.specialised(role) == null;
    }

    /** Every number of scales that a drafter can make and leave some, largest first. */
    static Stream<Integer> splits(Pyramid pyramid) {
        return IntStream.iterate(pyramid.scales() - 1, n -> n >= 1, n -> n - 1).boxed();
    }

    /** {@return of numbers of drafted scales the one nearest to the published trade; of two as near the first} */
    static Optional<Integer> nearest(List<Integer> splits, Pyramid pyramid) {
        double wanted = DRAFTED_SHARE * pyramid.scales();
        return splits.stream().min(Comparator.comparingDouble(n -> Math.abs(n - wanted)));
    }

    /** A plan may be called as a model is only if it is that model. */
    private static boolean hidesModel(Map.Entry<String, String> plan, Map<String, VarConfig> models) {
        return models.containsKey(plan.getKey()) && !plan.getKey().equals(plan.getValue());
    }

    private static String first(List<String> roles) {
        return roles.get(0);
    }

    private static String last(List<String> roles) {
        return roles.get(roles.size() - 1);
    }
}
