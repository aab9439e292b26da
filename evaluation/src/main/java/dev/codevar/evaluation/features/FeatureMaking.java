package dev.codevar.evaluation.features;

import dev.codevar.evaluation.pictures.PictureSet;
import java.nio.file.Path;

/** Who computes the features of a set of pictures: this process, or several machines. */
public interface FeatureMaking {
    /** This process, in the folder that it is told. */
    FeatureMaking HERE = new FeatureMaking() {
        @Override
        public FeatureStore open(PictureSet set, FeatureNetwork network, Path folder, EvaluationProgress progress) {
            return FeatureStore.open(set, network, folder, progress);
        }

        @Override
        public void check(PictureSet set, FeatureNetwork network, Path folder, EvaluationProgress progress) {
            new FeatureWork(set, network, folder, progress).requireWritable();
        }
    };

    /**
     * Computes what is missing.
     *
     * @param folder where the features are or will be, as far as they lie among this machine's files
     * @return the features, which the caller closes
     */
    FeatureStore open(PictureSet set, FeatureNetwork network, Path folder, EvaluationProgress progress);

    /** Fails on what {@link #open} will fail on, as far as that is known before anything is computed. */
    void check(PictureSet set, FeatureNetwork network, Path folder, EvaluationProgress progress);
}
