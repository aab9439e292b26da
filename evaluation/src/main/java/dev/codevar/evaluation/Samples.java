package dev.codevar.evaluation;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.score.ScoredPictures;
import dev.codevar.evaluation.warning.Origin;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.sampling.run.SampleRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Generated pictures that are to be scored. For one thread. */
public interface Samples extends AutoCloseable {
    /**
     * Computes the features that are not there yet.
     *
     * @param network gives them
     * @param places where features are kept that outlive the evaluation
     * @param progress told how far it is
     * @return the features, readable until closed
     */
    ScoredPictures features(FeatureNetwork network, FeaturePlaces places, EvaluationProgress progress);

    /** {@return the run that drew the pictures, if there is one and it is known} */
    default @Nullable SampleRun run() {
        return null;
    }

    /**
     * {@return the class of every picture, or null if that is not known}
     *
     * @param names of the model set's classes, by number; empty if there is none
     */
    default int @Nullable [] labels(List<String> names) {
        SampleRun run = run();
        return run == null ? null : run.labels();
    }

    /** {@return what was found out about them that their user should know, in lines} */
    default List<String> notes(List<String> names) {
        return List.of();
    }

    /** {@return how each picture was drawn; empty if that is not known} */
    default List<Origin> origins() {
        return List.of();
    }

    /** {@return what to call them, and how large they are; final once there are features} */
    Subject subject();

    /** {@return some of the pictures to look at, once there are features; null if there are none any more} */
    @Nullable
    PictureGrid grid(String title);

    /** Ends what the features are read from. */
    @Override
    void close();
}
