package dev.codevar.evaluation;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.features.FeatureStore;
import dev.codevar.evaluation.pictures.FolderPictures;
import dev.codevar.evaluation.pictures.PictureBytes;
import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.ScoredPictures;
import dev.codevar.evaluation.warning.Origin;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.models.ClassNames;
import dev.codevar.picture.Picture;
import dev.codevar.sampling.KeptFeatures;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.Streamed;
import dev.codevar.tensor.Scoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A set of pictures and its features: computed from the pictures, or kept instead of them by a run that streamed them. */
final class FeaturedSet implements Samples {
    private final Path place;
    private final @Nullable PictureSet pictures;
    private final @Nullable SampleRun run;
    private @Nullable FeatureStore store;

    private FeaturedSet(Path place, @Nullable PictureSet pictures, @Nullable SampleRun run) {
        this.place = place;
        this.pictures = pictures;
        this.run = run;
    }

    /**
     * Opens a set, and computes nothing yet.
     *
     * @param place as {@link PictureSet#open} takes it, or the folder of a run that streamed
     */
    static FeaturedSet open(Path place) {
        Optional<SampleRun> recorded = Files.isDirectory(place) ? RunSampler.recorded(place) : Optional.empty();
        if (recorded.isPresent() && recorded.get().streamed() != null) {
            FolderPictures.requireWhole(place, recorded.get());
            return new FeaturedSet(place, null, recorded.get());
        }
        Optional<PartManifest> parts = new PartFolder(place).manifest();
        if (parts.isPresent() && parts.get().kind() == PartKind.FEATURES) {
            return new FeaturedSet(place, null, parts.get().run());
        }
        PictureSet pictures = PictureSet.open(place);
        return new FeaturedSet(place, pictures, pictures.run());
    }

    static FeaturedSet of(Path place, PictureSet pictures) {
        return new FeaturedSet(place, pictures, pictures.run());
    }

    /** Fails on what the set's features will fail on, as far as that is known before any is computed. */
    void check(FeatureNetwork network, FeaturePlaces places, EvaluationProgress progress) {
        if (pictures == null) {
            store = streamed(network, progress);
        } else {
            places.making().check(pictures, network, places.of(place, network), progress);
        }
    }

    @Override
    public ScoredPictures features(FeatureNetwork network, FeaturePlaces places, EvaluationProgress progress) {
        FeatureStore open = store;
        if (open == null) {
            open = pictures == null
                    ? streamed(network, progress)
                    : places.making().open(pictures, network, places.of(place, network), progress);
            store = open;
        }
        return open.generated();
    }

    private FeatureStore streamed(FeatureNetwork network, EvaluationProgress progress) {
        Streamed streamed = run == null ? null : run.streamed();
        if (run == null || streamed == null || !streamed.network().equals(network.fingerprint())) {
            throw new InvalidInputException(place + " holds features of another network than " + network.name()
                    + ", and no pictures: name that network, or draw the pictures again");
        }
        PartFolder parts = new PartFolder(place);
        Optional<PartManifest> manifest = parts.manifest();
        if (manifest.isPresent()) {
            long begin = NpyHeader.of(
                            NpyType.FLOAT32, run.total(), streamed.layout().numbers())
                    .toBytes()
                    .length;
            return FeatureStore.ofRows(parts.requireWhole(manifest.get()), begin, network);
        }
        return FeatureStore.ofRows(KeptFeatures.requireWhole(place, run, progress::at), network);
    }

    @Override
    public @Nullable SampleRun run() {
        return run;
    }

    @Override
    public int @Nullable [] labels(List<String> names) {
        return run != null ? run.labels() : pictures == null ? null : labels(pictures.folders(), names);
    }

    private static int @Nullable [] labels(List<String> folders, List<String> names) {
        Map<String, Integer> numbers = new ClassNames(names).ofFolders(folders);
        return numbers.isEmpty()
                ? null
                : folders.stream().mapToInt(numbers::get).toArray();
    }

    @Override
    public List<String> notes(List<String> names) {
        List<String> notes = new ArrayList<>();
        if (pictures != null) {
            pictures.note().ifPresent(notes::add);
        }
        int[] labels = run == null ? labels(names) : null;
        if (labels != null) {
            notes.add(place + ": its folders are called as classes are, and taken for these ("
                    + Arrays.stream(labels).distinct().count() + " of " + names.size() + ")");
        }
        return notes;
    }

    @Override
    public List<Origin> origins() {
        return pictures != null ? pictures.origins() : run != null ? Origin.of(run) : List.of();
    }

    @Override
    public Subject subject() {
        return subject(false);
    }

    Subject subject(boolean storedStatistics) {
        if (pictures != null) {
            return pictures.subject(storedStatistics);
        }
        int count = run == null ? 0 : run.total();
        int side = run == null ? 0 : run.side();
        List<Maker> makers =
                new PartFolder(place).manifest().map(PartManifest::makers).orElseGet(() -> RunSampler.makers(place));
        return new Subject(place.toString(), count, side, side, storedStatistics, run, makers);
    }

    @Override
    public @Nullable PictureGrid grid(String title) {
        PictureSet set = pictures;
        return set == null ? null : PictureGrid.of(title, set.count(), position -> picture(set, position));
    }

    private static Picture picture(PictureSet set, int position) {
        return Scoped.value(() -> PictureBytes.picture(set.read(position, 1)));
    }

    @Override
    public void close() {
        try (PictureSet last = pictures;
                FeatureStore first = store) {
            store = null;
        }
    }
}
