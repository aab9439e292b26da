package dev.codevar.measure.speed.ceiling;

import dev.codevar.model.VarConfig;
import dev.codevar.models.PlanSpec;
import dev.codevar.models.PlanSpec.Part;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The time below which a plan's transformers cannot get on a machine: that of their linear layers, each at its ceiling. All
 * else, attention included, is not counted and so is what an implementation may lose.
 *
 * @param secondsPerScale seconds at least, for each scale; what a session does once belongs to its first scale
 * @param gemmFlops operations of all linear layers
 * @param attentionFlops operations of attention
 */
public record Bound(List<Double> secondsPerScale, long gemmFlops, long attentionFlops) {

    public Bound {
        secondsPerScale = List.copyOf(secondsPerScale);
        Checks.notEmpty("a bound's scales", secondsPerScale);
        Checks.notNegative("a bound's seconds", secondsPerScale);
        Checks.atLeast("operations of linear layers", gemmFlops, 0);
        Checks.atLeast("operations of attention", attentionFlops, 0);
    }

    /**
     * @param plan who makes which scales
     * @param configs the transformer in each role of the plan
     * @param load the pictures drawn together
     * @param precision what weights are kept and multiplied in
     * @param ceilings what the machine can do
     */
    public static Bound of(
            PlanSpec plan, Function<String, VarConfig> configs, Load load, Precision precision, Ceilings ceilings) {
        List<Work> scales = scales(plan, configs, load);
        return new Bound(
                scales.stream()
                        .map(work -> work.gemmSeconds(precision, ceilings))
                        .toList(),
                scales.stream().mapToLong(Work::gemmFlops).sum(),
                scales.stream().mapToLong(Work::attentionFlops).sum());
    }

    /** Each model starts without a past: its first step feeds every scale up to the one that it predicts. */
    private static List<Work> scales(PlanSpec plan, Function<String, VarConfig> configs, Load load) {
        List<Work> scales = new ArrayList<>();
        for (Part part : plan.parts()) {
            VarConfig config = configs.apply(part.role());
            int first = part.range().from();
            for (int k = first; k < part.range().to(); k++) {
                Work step = Work.ofStep(config, new ScaleRange(k == first ? 0 : k, k + 1), load);
                scales.add(k == first ? Work.ofClasses(config, load).plus(step) : step);
            }
        }
        return scales;
    }

    /** {@return the seconds of all scales} */
    public double seconds() {
        return secondsPerScale.stream().mapToDouble(s -> s).sum();
    }
}
