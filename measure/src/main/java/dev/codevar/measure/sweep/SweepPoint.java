package dev.codevar.measure.sweep;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.measure.speed.BenchRun;
import org.jspecify.annotations.Nullable;

/**
 * What a plan gives and what it takes.
 *
 * @param name the plan's name
 * @param kind what sort of plan it is
 * @param draftSteps N, the scales that its first model makes
 * @param scores of its pictures
 * @param fidLow where the interval of the Fréchet distance begins, null if unknown
 * @param fidHigh where it ends
 * @param classAccuracy the share of pictures in which the classifier sees the class that was asked for; null without one
 * @param speed how long the plan takes
 */
public record SweepPoint(
        String name,
        PlanKind kind,
        int draftSteps,
        @JsonUnwrapped Scores scores,
        @Nullable Double fidLow,
        @Nullable Double fidHigh,
        @Nullable Double classAccuracy,
        BenchRun speed) {
    private static final double MILLI = 1e3;

    /** {@return milliseconds that a picture takes in the transformers; the VQ-VAE takes the same for every plan} */
    public double millisecondsPerPicture() {
        return MILLI * speed.times().secondsTransformer() / speed.batch();
    }

    /** {@return the Fréchet distance, which every sweep knows} */
    public double distance() {
        Double fid = scores.fid();
        return fid == null ? Double.NaN : fid;
    }
}
