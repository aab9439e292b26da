package dev.codevar.measure.sweep;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Description;
import dev.codevar.models.PlanSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A plan of a sweep.
 *
 * @param name as reports name it
 * @param spec who makes which scales
 * @param kind what sort of plan it is
 * @param draftSteps N, the scales that its first model makes
 */
public record SweepPlan(String name, PlanSpec spec, PlanKind kind, int draftSteps) {

    /**
     * The plans that a model set names, by how many scales their first model makes.
     *
     * @param set what there is
     * @param draftSteps the numbers that are asked for; none for all
     * @return the plans, those with the most drafted scales first
     */
    public static List<SweepPlan> byDraftSteps(Description set, List<Integer> draftSteps) {
        Map<String, SweepPlan> byText = new LinkedHashMap<>();
        set.plans().keySet().stream()
                .map(name -> of(name, set))
                .forEach(plan -> byText.putIfAbsent(plan.spec.text(), plan));
        List<SweepPlan> all = new ArrayList<>(byText.values());
        all.sort(Comparator.comparing((SweepPlan plan) -> -plan.draftSteps).thenComparing(SweepPlan::kind));
        TreeSet<Integer> legal = all.stream().map(SweepPlan::draftSteps).collect(Collectors.toCollection(TreeSet::new));
        for (int asked : draftSteps) {
            if (!legal.contains(asked)) {
                throw new InvalidInputException("draft steps " + asked + ": " + set.name() + " has plans for " + legal);
            }
        }
        return all.stream()
                .filter(plan -> draftSteps.isEmpty() || draftSteps.contains(plan.draftSteps))
                .toList();
    }

    /**
     * @param text a plan's name in {@code set}, or a plan written out
     * @param set what there is
     */
    public static SweepPlan of(String text, Description set) {
        PlanSpec spec = PlanSpec.parse(text, set);
        return new SweepPlan(
                text, spec, PlanKind.of(spec, set), spec.parts().get(0).range().to());
    }

    /** {@return the name of the folder of its run} */
    String folder() {
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
