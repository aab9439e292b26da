package dev.codevar.measure.speed;

import dev.codevar.measure.speed.ceiling.Checks;
import dev.codevar.pyramid.ScaleRange;
import java.util.List;

/**
 * One batch drawn, timed.
 *
 * @param secondsPerScale seconds in the transformers for each scale, at least one scale
 * @param secondsVae seconds for turning the batch's latents into pictures
 */
public record Repetition(List<Double> secondsPerScale, double secondsVae) {

    public Repetition {
        secondsPerScale = List.copyOf(secondsPerScale);
        Checks.notEmpty("seconds for each scale", secondsPerScale);
        Checks.notNegative("seconds of a scale", secondsPerScale);
        Checks.notNegative("seconds of the VQ-VAE", secondsVae);
    }

    /** {@return seconds in the transformers} */
    public double secondsTransformer() {
        return secondsOf(new ScaleRange(0, secondsPerScale.size()));
    }

    /** {@return seconds in the transformers and the VQ-VAE} */
    public double secondsTotal() {
        return secondsTransformer() + secondsVae;
    }

    /** {@return seconds in the transformers for some scales} */
    double secondsOf(ScaleRange range) {
        return secondsPerScale.subList(range.from(), range.to()).stream()
                .mapToDouble(s -> s)
                .sum();
    }
}
