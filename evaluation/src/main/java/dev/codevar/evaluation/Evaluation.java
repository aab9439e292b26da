package dev.codevar.evaluation;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.ClassAccuracy;
import dev.codevar.evaluation.score.LargeSums;
import dev.codevar.evaluation.score.Reference;
import dev.codevar.evaluation.score.ScoredPictures;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.warning.Compared;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.evaluation.warning.Warnings;
import dev.codevar.fault.InvalidInputException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Scores pictures against others, from files to numbers. */
public final class Evaluation {
    /** How surely an interval holds the Fréchet distance. */
    public static final double CONFIDENCE = 0.95;

    private final FeatureNetwork network;
    private final Scoring scoring;
    private final LargeSums sums;
    private final FeaturePlaces places;
    private final EvaluationProgress progress;
    private final Set<String> said = new HashSet<>();

    /**
     * @param network gives the features
     * @param scoring how scores are computed
     * @param places where features are kept
     * @param progress told how far it is
     */
    public Evaluation(FeatureNetwork network, Scoring scoring, FeaturePlaces places, EvaluationProgress progress) {
        this(network, scoring, LargeSums.HERE, places, progress);
    }

    /**
     * @param network gives the features
     * @param scoring how scores are computed
     * @param sums does what takes long
     * @param places where features are kept, and who computes them
     * @param progress told how far it is
     */
    public Evaluation(
            FeatureNetwork network,
            Scoring scoring,
            LargeSums sums,
            FeaturePlaces places,
            EvaluationProgress progress) {
        this.sums = sums;
        this.network = network;
        this.scoring = scoring;
        this.places = places;
        this.progress = progress;
    }

    /**
     * Looks whether pictures can be scored against a reference, and computes nothing: for those who draw the pictures first.
     *
     * @param reference as {@link #run(Path, Path, Wanted)} takes it
     * @throws dev.codevar.fault.CodeVarException in one line that names the file, if it is no reference, is of another network, holds what
     *     cannot be scored against, or its features cannot be written
     */
    public void check(Path reference) {
        open(reference).close();
    }

    private ReferenceSet open(Path reference) {
        ReferenceSet real = ReferenceSet.open(reference, network.layout());
        try {
            real.check(network, places, progress);
            return real;
        } catch (RuntimeException e) {
            real.close();
            throw e;
        }
    }

    /**
     * Scores pictures. What can be wrong with the files is found before any feature is computed.
     *
     * @param samples the generated pictures, as {@link PictureSet#open} takes them
     * @param reference the same, or an npz with statistics or features; null for what needs no reference
     * @param wanted what else to find out
     */
    public Evaluated run(Path samples, @Nullable Path reference, Wanted wanted) {
        try (FeaturedSet drawn = FeaturedSet.open(samples)) {
            return run(drawn, reference, wanted);
        }
    }

    /**
     * Scores pictures that are open already.
     *
     * @param pictures the generated pictures; closed by this
     * @param reference as above
     * @param wanted what else to find out
     */
    public Evaluated run(PictureSet pictures, @Nullable Path reference, Wanted wanted) {
        try (FeaturedSet drawn = FeaturedSet.of(Path.of(pictures.name()), pictures)) {
            return run(drawn, reference, wanted);
        }
    }

    /**
     * Scores pictures, wherever they come from.
     *
     * @param samples the generated pictures, which the caller closes
     * @param reference as above
     * @param wanted what else to find out
     */
    public Evaluated run(Samples samples, @Nullable Path reference, Wanted wanted) {
        if (reference == null && network.layout().logits() == 0) {
            throw new InvalidInputException("without a reference there is nothing to compute: " + network.name()
                    + " gives no logits for an Inception Score");
        }
        try (ReferenceSet real = reference == null ? null : open(reference)) {
            say(samples.notes(wanted.classes()));
            say(real == null ? List.of() : real.notes(wanted.classes()));
            Labels labels = wanted.classDistances() ? Labels.of(samples, real, wanted.classes()) : null;
            Stages stages = new Stages();
            stages.begin("features of the samples");
            ScoredPictures generated = samples.features(network, places, progress);
            stages.begin("features of the reference");
            Reference known = real == null
                    ? new Reference(null, null, null, null)
                    : real.reference(network, scoring.means(), sums, places, progress);
            Consumer<String> begin = score -> begin(stages, score);
            FeatureScores found = FeatureScores.of(scoring, sums, generated, known, labels, begin);
            begin.accept("warnings");
            Subject compared = real == null ? null : real.subject();
            List<String> warnings = Warnings.of(new Compared(
                    samples.subject(),
                    compared,
                    generated.features(),
                    generated.logits(),
                    known.features(),
                    samples.origins()));
            return new Evaluated(
                    found.scores(),
                    found.interval(),
                    found.perClass(),
                    classAccuracy(samples.labels(wanted.classes()), generated),
                    samples.subject(),
                    compared,
                    network.name(),
                    network.layout().spatial() > 0,
                    scoring,
                    warnings,
                    wanted.grids() ? grids(samples, real) : List.of(),
                    stages.end());
        }
    }

    /** Says each line once: a sweep comes by with the same reference again and again. */
    private void say(List<String> notes) {
        notes.stream().filter(said::add).forEach(progress::note);
    }

    private @Nullable Double classAccuracy(int @Nullable [] labels, ScoredPictures generated) {
        Features logits = generated.logits();
        return labels == null || logits == null || !network.namesClasses() ? null : ClassAccuracy.of(logits, labels);
    }

    private static List<PictureGrid> grids(Samples samples, @Nullable ReferenceSet real) {
        return Stream.of(samples.grid("Samples"), real == null ? null : real.grid())
                .filter(Objects::nonNull)
                .toList();
    }

    private void begin(Stages stages, String score) {
        stages.begin(score);
        progress.scoring(score);
    }
}
