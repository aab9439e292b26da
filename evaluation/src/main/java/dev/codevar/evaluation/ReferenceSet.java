package dev.codevar.evaluation;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.pictures.ArrayPictures;
import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.score.LargeSums;
import dev.codevar.evaluation.score.Reference;
import dev.codevar.evaluation.score.ScoredPictures;
import dev.codevar.evaluation.score.frechet.FeatureRange;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.warning.OptionText;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.sampling.run.FeatureLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What to compare with: pictures, or an npz that may hold statistics ({@code mu}, {@code sigma}, {@code mu_s}, {@code sigma_s}) of
 * more pictures than it holds itself, as published references do, or {@code features} in the place of pictures. Stored
 * statistics go before those of pictures.
 */
final class ReferenceSet implements AutoCloseable {
    private final Path place;
    private final @Nullable FeaturedSet pictures;
    private final @Nullable Features features;
    private final @Nullable Gaussian statistics;
    private final @Nullable Gaussian spatialStatistics;

    private ReferenceSet(
            Path place,
            @Nullable FeaturedSet pictures,
            @Nullable Features features,
            @Nullable Gaussian statistics,
            @Nullable Gaussian spatialStatistics) {
        this.place = place;
        this.pictures = pictures;
        this.features = features;
        this.statistics = statistics;
        this.spatialStatistics = spatialStatistics;
    }

    /**
     * Opens a reference, and computes nothing yet.
     *
     * @throws CodeVarException in one line that names the file, if it is none, or does not fit the network
     */
    static ReferenceSet open(Path place, FeatureLayout layout) {
        if (!isNpz(place)) {
            return new ReferenceSet(place, FeaturedSet.open(place), null, null, null);
        }
        try (NpzReference npz = new NpzReference(place)) {
            Gaussian statistics = npz.statistics("mu", "sigma", layout.pool());
            Gaussian spatial = layout.spatial() == 0 ? null : npz.statistics("mu_s", "sigma_s", layout.spatial());
            Features features = npz.features(layout.pool());
            // Beside statistics, pictures are no more than shown: arrays that leave a choice, or are something else,
            // stay unread.
            boolean pictures = features == null && (statistics == null ? npz.hasPictures() : npz.hasClearPictures());
            if (statistics == null && features == null && !pictures) {
                throw new BrokenFileException(place
                        + " holds no reference: no pictures (arr_0, or one array of 8 bits), no features, and no statistics (mu"
                        + " with sigma)");
            }
            return new ReferenceSet(
                    place,
                    pictures ? FeaturedSet.of(place, ArrayPictures.open(place)) : null,
                    features,
                    statistics,
                    spatial);
        }
    }

    /**
     * Fails on what would otherwise show only once the samples' features are there, which may take hours.
     *
     * @param places where features of its pictures will be kept
     * @throws CodeVarException in one line that names the file
     */
    void check(FeatureNetwork network, FeaturePlaces places, EvaluationProgress progress) {
        if (pictures != null) {
            pictures.check(network, places, progress);
        }
        int count = subject().count();
        if (statistics == null && count < 2) {
            throw new BrokenFileException(
                    place + " holds " + OptionText.counted(count, "picture") + ": statistics need at least 2");
        }
        if (features != null && statistics == null) {
            try {
                FeatureRange.require(features);
            } catch (InvalidInputException e) {
                throw new BrokenFileException(place + ": " + e.getMessage(), e);
            }
        }
    }

    /** {@return all that is known of it; features of pictures are computed if they are not there} */
    Reference reference(
            FeatureNetwork network,
            MeanPrecision means,
            LargeSums sums,
            FeaturePlaces places,
            EvaluationProgress progress) {
        Features pool = features;
        Features spatial = null;
        if (pictures != null) {
            ScoredPictures computed = pictures.features(network, places, progress);
            pool = computed.features();
            spatial = computed.spatial();
        }
        Gaussian known = statistics != null || pool == null ? statistics : sums.gaussian(pool, means);
        return new Reference(pool, spatial, known, spatialStatistics);
    }

    private static boolean isNpz(Path place) {
        return !Files.isDirectory(place)
                && !String.valueOf(place.getFileName()).toLowerCase(Locale.ROOT).endsWith(".npy");
    }

    /** {@return the class of every picture, or null if that is not known; as {@link Samples#labels}} */
    int @Nullable [] labels(List<String> names) {
        int[] known = pictures == null ? null : pictures.labels(names);
        if (known != null || !isNpz(place)) {
            return known;
        }
        try (NpzReference npz = new NpzReference(place)) {
            return npz.labels(subject().count());
        }
    }

    /** {@return what was found out about it; as {@link Samples#notes}} */
    List<String> notes(List<String> names) {
        if (pictures == null) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(pictures.notes(names));
        if (statistics != null && spatialStatistics == null) {
            notes.add("sFID compares with the pictures in " + place
                    + ", not with stored statistics: it has none of spatial features (mu_s and sigma_s)");
        }
        return notes;
    }

    Subject subject() {
        boolean stored = statistics != null || spatialStatistics != null;
        return pictures == null
                ? new Subject(place.toString(), features == null ? 0 : features.count(), 0, 0, stored, null)
                : pictures.subject(stored);
    }

    /** {@return some of its pictures to look at; null if it has none} */
    @Nullable
    PictureGrid grid() {
        return pictures == null ? null : pictures.grid("Reference");
    }

    @Override
    public void close() {
        if (pictures != null) {
            pictures.close();
        }
    }
}
