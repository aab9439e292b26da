package dev.codevar.measure.precision;

import dev.codevar.evaluation.score.PeakSignal;
import dev.codevar.evaluation.score.frechet.FeatureStatistics;
import dev.codevar.evaluation.score.frechet.FrechetDistance;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts up, batch by batch, how pictures differ; no picture is kept. */
final class PictureTally {
    private final FeatureStatistics exact = new FeatureStatistics(PixelFeatures.DIMENSIONS);
    private final FeatureStatistics other = new FeatureStatistics(PixelFeatures.DIMENSIONS);
    private final FeatureStatistics exactOfOtherSeeds = new FeatureStatistics(PixelFeatures.DIMENSIONS);
    private final PeakSignal signal = new PeakSignal();
    private final PeakSignal signalOfSameTokens = new PeakSignal();
    private long pictures;
    private long equal;

    /**
     * Counts pictures of the same seeds in.
     *
     * @param exactly in float32
     * @param otherwise in the other precision
     * @param sameTokens float32's tokens, decoded in the other precision
     */
    void add(List<Picture> exactly, List<Picture> otherwise, List<Picture> sameTokens) {
        for (int i = 0; i < exactly.size(); i++) {
            equal += exactly.get(i).equals(otherwise.get(i)) ? 1 : 0;
            signal.add(exactly.get(i), otherwise.get(i));
            signalOfSameTokens.add(exactly.get(i), sameTokens.get(i));
        }
        pictures += exactly.size();
        count(exactly, exact);
        count(otherwise, other);
    }

    /** Counts float32's pictures of other seeds in. */
    void addOtherSeeds(List<Picture> exactly) {
        count(exactly, exactOfOtherSeeds);
    }

    private static void count(List<Picture> pictures, FeatureStatistics statistics) {
        Scoped.value(() -> {
            statistics.add(PixelFeatures.of(pictures));
            return statistics;
        });
    }

    PictureDifference difference() {
        Gaussian reference = exactOfOtherSeeds.gaussian();
        return new PictureDifference(
                (double) equal / pictures,
                finite(signal.ratio()),
                finite(signalOfSameTokens.ratio()),
                FrechetDistance.between(other.gaussian(), exact.gaussian()),
                FrechetDistance.between(other.gaussian(), reference),
                FrechetDistance.between(exact.gaussian(), reference));
    }

    private static @Nullable Double finite(double ratio) {
        return Double.isFinite(ratio) ? ratio : null;
    }
}
