package dev.codevar.lab.evaluate;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.sample.SampleRun;
import dev.codevar.lab.score.ClassDistances;
import dev.codevar.lab.score.Features;
import dev.codevar.lab.score.FrechetInterval;
import dev.codevar.lab.score.Generated;
import dev.codevar.lab.score.Reference;
import dev.codevar.lab.score.Scores;
import dev.codevar.lab.score.Scoring;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Scores pictures against others, from files to numbers. */
public final class Evaluation {
    private static final int DRAWS = 1000;
    private static final double CONFIDENCE = 0.95;

    private final FeatureNetwork network;
    private final Scoring scoring;
    private final FeaturePlaces places;
    private final EvaluationProgress progress;

    /**
     * @param network gives the features
     * @param scoring how scores are computed
     * @param places where features are kept
     * @param progress told how far it is
     */
    public Evaluation(FeatureNetwork network, Scoring scoring, FeaturePlaces places, EvaluationProgress progress) {
        this.network = network;
        this.scoring = scoring;
        this.places = places;
        this.progress = progress;
    }

    /** The class of every picture on both sides. */
    private static final class Labels {
        private final int[] samples;
        private final int[] reference;

        Labels(int[] samples, int[] reference) {
            this.samples = samples;
            this.reference = reference;
        }
    }

    /**
     * Scores pictures. What can be wrong with the files is found before any feature is computed.
     *
     * @param samples the generated pictures, as {@link PictureSet#open} takes them
     * @param reference the same, or an npz with statistics or features; null for what needs no reference
     * @param perClass whether to compute the Fréchet distance of every class too
     */
    public Evaluated run(Path samples, @Nullable Path reference, boolean perClass) {
        if (reference == null && network.layout().logits() == 0) {
            throw new InvalidInputException("without a reference there is nothing to compute: " + network.name()
                    + " gives no logits for an Inception Score");
        }
        try (PictureSet drawn = PictureSet.open(samples);
                ReferenceSet real = reference == null ? null : ReferenceSet.open(reference, network.layout())) {
            Labels labels = perClass ? labels(drawn, real) : null;
            Stages stages = new Stages();
            stages.begin("features of the samples");
            try (FeatureStore store = FeatureStore.open(drawn, network, places.of(samples, network), progress)) {
                return Libtorch.withThreadedProducts(() -> {
                    stages.begin("features of the reference");
                    Reference known = real == null
                            ? new Reference(null, null, null, null)
                            : real.reference(network, scoring.means(), places, progress);
                    return score(store.generated(), known, labels, stages, drawn, real);
                });
            }
        }
    }

    private Evaluated score(
            Generated generated,
            Reference known,
            @Nullable Labels labels,
            Stages stages,
            PictureSet drawn,
            @Nullable ReferenceSet real) {
        SortedMap<Integer, Double> perClass = new TreeMap<>();
        Features others = known.features();
        if (labels != null && others != null) {
            begin(stages, "distances of classes");
            perClass = ClassDistances.between(generated.features(), labels.samples, others, labels.reference);
        }
        Scores scores = scoring.score(generated, known, score -> begin(stages, score));
        FrechetInterval interval = null;
        if (known.statistics() != null
                && generated.features().count() > generated.features().dimensions()) {
            begin(stages, "interval of FID");
            interval = FrechetInterval.of(generated.features(), known.statistics(), DRAWS, CONFIDENCE, scoring.seed());
        }
        return new Evaluated(
                scores,
                interval,
                Collections.unmodifiableSortedMap(perClass),
                Subject.of(drawn, false),
                real == null ? null : real.subject(),
                network.name(),
                scoring.distances(),
                stages.end());
    }

    private void begin(Stages stages, String score) {
        stages.begin(score);
        progress.scoring(score);
    }

    private static Labels labels(PictureSet drawn, @Nullable ReferenceSet real) {
        SampleRun run = drawn.run();
        if (run == null) {
            throw new InvalidInputException("the classes of the pictures in " + drawn.name()
                    + " are not known: --per-class needs a run of codevar sample, its folder or its npz beside it");
        }
        int[] labels = real == null ? null : real.labels();
        if (labels == null) {
            throw new InvalidInputException("the classes of the reference are not known: --per-class needs one with"
                    + " labels (n) in its npz, or a run of codevar sample");
        }
        return new Labels(run.labels(), labels);
    }
}
