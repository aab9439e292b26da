package dev.codevar.measure.speed;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.measure.speed.ceiling.Checks;
import dev.codevar.models.PlanSpec;
import dev.codevar.models.PlanSpec.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How long a batch took: medians over repetitions. A spread is the largest less the smallest.
 *
 * @param secondsTransformer seconds in the transformers, above 0
 * @param secondsTransformerSpread their spread
 * @param secondsVae seconds for turning the batch's latents into pictures
 * @param secondsVaeSpread their spread
 * @param secondsTotal the median of both together, above 0
 * @param secondsPerScale seconds in the transformers for each scale
 * @param secondsPerSegment seconds in the transformers for each model of the plan
 */
public record Times(
        double secondsTransformer,
        double secondsTransformerSpread,
        double secondsVae,
        double secondsVaeSpread,
        double secondsTotal,
        List<Double> secondsPerScale,
        List<Double> secondsPerSegment) {

    public Times {
        secondsPerScale = List.copyOf(secondsPerScale);
        secondsPerSegment = List.copyOf(secondsPerSegment);
        Checks.positive("seconds in the transformers", secondsTransformer);
        Checks.notNegative("spread of seconds in the transformers", secondsTransformerSpread);
        Checks.notNegative("seconds of the VQ-VAE", secondsVae);
        Checks.notNegative("spread of seconds of the VQ-VAE", secondsVaeSpread);
        Checks.positive("seconds in all", secondsTotal);
        Checks.notEmpty("seconds for each scale", secondsPerScale);
        Checks.notNegative("seconds of a scale", secondsPerScale);
        Checks.notEmpty("seconds for each model", secondsPerSegment);
        Checks.notNegative("seconds of a model", secondsPerSegment);
    }

    /**
     * @param repetitions every time that the plan was run, at least once, warm-ups left out
     * @param plan who made which scales
     */
    public static Times of(List<Repetition> repetitions, PlanSpec plan) {
        Checks.notEmpty("repetitions", repetitions);
        int scales = plan.parts().get(plan.parts().size() - 1).range().to();
        for (Repetition repetition : repetitions) {
            if (repetition.secondsPerScale().size() != scales) {
                throw new InvalidInputException(
                        "times of " + repetition.secondsPerScale().size() + " scales do not fit a plan of " + scales);
            }
        }
        List<Double> perScale = new ArrayList<>();
        for (int k = 0; k < scales; k++) {
            int scale = k;
            perScale.add(median(repetitions, it -> it.secondsPerScale().get(scale)));
        }
        List<Double> perSegment = new ArrayList<>();
        for (Part part : plan.parts()) {
            perSegment.add(median(repetitions, it -> it.secondsOf(part.range())));
        }
        return new Times(
                median(repetitions, Repetition::secondsTransformer),
                spread(repetitions, Repetition::secondsTransformer),
                median(repetitions, Repetition::secondsVae),
                spread(repetitions, Repetition::secondsVae),
                median(repetitions, Repetition::secondsTotal),
                perScale,
                perSegment);
    }

    private static double median(List<Repetition> repetitions, ToDoubleFunction<Repetition> seconds) {
        return Statistics.median(
                repetitions.stream().map(seconds::applyAsDouble).toList());
    }

    private static double spread(List<Repetition> repetitions, ToDoubleFunction<Repetition> seconds) {
        return Statistics.spread(
                repetitions.stream().map(seconds::applyAsDouble).toList());
    }
}
