package dev.codevar.evaluation.score;

import dev.codevar.evaluation.score.frechet.FrechetDistance;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.neighbour.DensityCoverage;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.evaluation.score.neighbour.PrecisionRecall;
import dev.codevar.tensor.Libtorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How generated pictures are scored, from features alone.
 *
 * @param means of Fréchet distances
 * @param distances of precision and recall
 * @param neighbours k of precision and recall
 * @param ballNeighbours k of density and coverage
 * @param chunk pictures of a chunk of the Inception Score
 * @param subsets of the kernel distance
 * @param subsetSize features of such a subset; as many as there are where there are fewer
 * @param block rows and columns of distances computed at once
 * @param seed of the kernel distance's subsets
 */
public record Scoring(
        MeanPrecision means,
        DistanceArithmetic distances,
        int neighbours,
        int ballNeighbours,
        int chunk,
        int subsets,
        int subsetSize,
        int block,
        long seed) {

    /** As many as published scores stand on; fewer make a Fréchet distance larger. */
    private static final int MANY = 50_000;

    /** Shuffled chunks score nearly what all pictures together do; sorted ones far less. */
    private static final double SHUFFLED = 0.8;

    /** {@return every score as it is published, the means of Fréchet distances in float64} */
    public static Scoring published() {
        return new Scoring(
                MeanPrecision.FLOAT64,
                DistanceArithmetic.FLOAT16_COMPATIBLE,
                PrecisionRecall.NEIGHBOURS,
                DensityCoverage.NEIGHBOURS,
                InceptionScore.CHUNK,
                KernelDistance.SUBSETS,
                KernelDistance.SUBSET_SIZE,
                PrecisionRecall.BLOCK,
                2020);
    }

    /** {@return the same, with precision and recall in other numbers} */
    public Scoring with(DistanceArithmetic arithmetic) {
        return new Scoring(means, arithmetic, neighbours, ballNeighbours, chunk, subsets, subsetSize, block, seed);
    }

    /** FID where the features are Inception's, and of another name where not. */
    public static final String FRECHET = "Fréchet distance";

    private static final String KERNEL = "kernel distance";
    private static final String SPATIAL = "spatial Fréchet distance";

    /** {@return every score for which enough is known} */
    public Scores score(ScoredPictures generated, Reference reference) {
        return score(generated, reference, score -> {});
    }

    /**
     * As {@link #score(ScoredPictures, Reference)}.
     *
     * @param begins told the name of each score before it is computed
     */
    public Scores score(ScoredPictures generated, Reference reference, Consumer<String> begins) {
        return score(generated, reference, LargeSums.HERE, begins);
    }

    /**
     * As {@link #score(ScoredPictures, Reference)}.
     *
     * @param sums does what takes long
     * @param begins told the name of each score before it is computed
     */
    public Scores score(ScoredPictures generated, Reference reference, LargeSums sums, Consumer<String> begins) {
        List<String> warnings = new ArrayList<>();
        Features samples = generated.features();
        Features others = reference.features();
        begins.accept(FRECHET);
        Double fid = frechet(FRECHET, samples, others, reference.statistics(), sums, warnings);
        begins.accept(SPATIAL);
        Double sfid = frechet(
                SPATIAL, generated.spatial(), reference.spatial(), reference.spatialStatistics(), sums, warnings);
        begins.accept("class probabilities");
        InceptionScore inception = inception(generated.logits(), warnings);
        begins.accept("precision and recall");
        PrecisionRecall manifold = manifold(samples, others, sums, warnings);
        begins.accept("density and coverage");
        DensityCoverage balls = balls(samples, others, sums, warnings);
        begins.accept(KERNEL);
        Double kid = kernel(samples, others, warnings);
        return new Scores(
                fid,
                sfid,
                inception == null ? null : inception.mean(),
                inception == null ? null : inception.std(),
                manifold == null ? null : manifold.precision(),
                manifold == null ? null : manifold.recall(),
                kid,
                balls == null ? null : balls.density(),
                balls == null ? null : balls.coverage(),
                samples.count(),
                others == null ? null : others.count(),
                warnings);
    }

    private @Nullable Double frechet(
            String name,
            @Nullable Features samples,
            @Nullable Features others,
            @Nullable Gaussian stored,
            LargeSums sums,
            List<String> warnings) {
        Gaussian reference =
                stored != null || samples == null || others == null ? stored : sums.gaussian(others, means);
        if (samples == null || reference == null) {
            return null;
        }
        double distance = FrechetDistance.between(sums.gaussian(samples, means), reference, means);
        if (distance < 0) {
            warnings.add(String.format(
                    Locale.ROOT, "%s is %.3g, below 0 by rounding: the sets have the same statistics", name, distance));
        }
        if (samples.count() <= samples.dimensions()) {
            warnings.add(singular(name, samples.count(), "samples", samples.dimensions()));
        } else if (samples.count() < MANY) {
            warnings.add(name + " of " + samples.count()
                    + " samples is too large: it falls with their number, compare only" + " equal numbers");
        }
        if (stored == null && others != null && others.count() <= others.dimensions()) {
            warnings.add(singular(name, others.count(), "reference pictures", others.dimensions()));
        }
        return distance;
    }

    /** {@return what to say where there are no more pictures than dimensions} */
    public static String singular(String name, int count, String what, int dimensions) {
        return name + " stands on a singular covariance: " + count + " " + what + " of " + dimensions + " dimensions";
    }

    private @Nullable InceptionScore inception(@Nullable Features logits, List<String> warnings) {
        if (logits == null) {
            return null;
        }
        InceptionScore score = InceptionScore.ofLogits(logits, chunk);
        if (score.mean() < SHUFFLED * score.whole()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the score of class probabilities in chunks of %d is %.2f, of all samples together %.2f: they seem to be sorted by"
                            + " class; shuffle them",
                    chunk,
                    score.mean(),
                    score.whole()));
        }
        if (logits.count() % chunk != 0 && score.chunks() > 1) {
            warnings.add("class probabilities: the last chunk has only " + logits.count() % chunk + " samples of "
                    + chunk + ", and counts as much as the others");
        }
        return score;
    }

    private @Nullable PrecisionRecall manifold(
            Features samples, @Nullable Features others, LargeSums sums, List<String> warnings) {
        if (tooFew("precision and recall", neighbours + 1, samples, others, warnings) || others == null) {
            return null;
        }
        PrecisionRecall manifold = sums.precisionRecall(others, samples, this);
        if (manifold.redone() > 0) {
            warnings.add("precision and recall: float16 could not hold " + manifold.redone()
                    + " blocks of distances, which are in float32");
        }
        return manifold;
    }

    private @Nullable DensityCoverage balls(
            Features samples, @Nullable Features others, LargeSums sums, List<String> warnings) {
        if (tooFew("density and coverage", ballNeighbours + 1, samples, others, warnings) || others == null) {
            return null;
        }
        return sums.densityCoverage(others, samples, this);
    }

    private @Nullable Double kernel(Features samples, @Nullable Features others, List<String> warnings) {
        if (tooFew(KERNEL, 2, samples, others, warnings) || others == null) {
            return null;
        }
        int size = Math.min(subsetSize, Math.min(samples.count(), others.count()));
        if (size < subsetSize) {
            warnings.add(KERNEL + ": subsets have " + size + " features, not " + subsetSize + ": there are no more");
        }
        return Libtorch.withThreadedProducts(() ->
                KernelDistance.ofSubsets(samples, others, subsets, size, seed).mean());
    }

    /** {@return whether the reference's pictures are known, but there are too few of them or of samples} */
    private static boolean tooFew(
            String name, int least, Features samples, @Nullable Features others, List<String> warnings) {
        if (others == null || Math.min(samples.count(), others.count()) >= least) {
            return false;
        }
        warnings.add(name + " left out: they need " + least + " features on both sides");
        return true;
    }
}
