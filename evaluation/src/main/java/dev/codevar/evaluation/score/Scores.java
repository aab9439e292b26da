package dev.codevar.evaluation.score;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores of generated pictures; null is what could not be computed from what was known.
 *
 * @param fid Fréchet distance of the pooled features
 * @param sfid Fréchet distance of the spatial features
 * @param isMean mean Inception Score of chunks
 * @param isStd standard deviation of the chunks' scores
 * @param precision share of samples in the reference's manifold
 * @param recall share of the reference in the samples' manifold
 * @param kid mean kernel distance of subsets
 * @param density balls of the reference around a sample, over k
 * @param coverage share of the reference's balls that hold a sample
 * @param countSamples generated pictures
 * @param countReference pictures of the reference, null where only statistics are known
 * @param warnings what to know before comparing these numbers with others, a line each
 */
public record Scores(
        @Nullable Double fid,
        @Nullable Double sfid,
        @Nullable Double isMean,
        @Nullable Double isStd,
        @Nullable Double precision,
        @Nullable Double recall,
        @Nullable Double kid,
        @Nullable Double density,
        @Nullable Double coverage,
        int countSamples,
        @Nullable Integer countReference,
        List<String> warnings) {
    /** Copies the warnings. */
    public Scores {
        warnings = List.copyOf(warnings);
    }

    /** {@return the same scores with other warnings} */
    public Scores with(List<String> others) {
        return new Scores(
                fid,
                sfid,
                isMean,
                isStd,
                precision,
                recall,
                kid,
                density,
                coverage,
                countSamples,
                countReference,
                others);
    }
}
