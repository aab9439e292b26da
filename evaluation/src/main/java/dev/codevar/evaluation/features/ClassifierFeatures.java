package dev.codevar.evaluation.features;

import dev.codevar.evaluation.classifier.Classifier;
import dev.codevar.evaluation.classifier.Recognised;
import dev.codevar.fault.CodeVarException;
import dev.codevar.file.Sha256;
import dev.codevar.sampling.run.FeatureLayout;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The classifier that comes with a model set: scores of its features compare with each other, not with published ones. */
public final class ClassifierFeatures implements FeatureNetwork {
    private final Classifier classifier;
    private final String name;
    private final String fingerprint;

    private ClassifierFeatures(Classifier classifier, String name, String fingerprint) {
        this.classifier = classifier;
        this.name = name;
        this.fingerprint = fingerprint;
    }

    /**
     * Loads the network.
     *
     * @param file the classifier's weights
     * @param set whose classifier it is, for people
     * @param device where it runs
     */
    public static ClassifierFeatures open(Path file, String set, Device device) {
        Classifier classifier = Classifier.open(file, device);
        try {
            return new ClassifierFeatures(classifier, "the classifier of " + set, Sha256.of(file));
        } catch (IOException e) {
            classifier.close();
            throw CodeVarException.cannotRead(file, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public FeatureLayout layout() {
        return new FeatureLayout(classifier.features(), 0, classifier.classes());
    }

    @Override
    public boolean namesClasses() {
        return true;
    }

    @Override
    public Tensor apply(Tensor pictures_B3hw) {
        return Scoped.result(() -> {
            Recognised seen = classifier.apply(pictures_B3hw);
            return torch.cat(new TensorVector(seen.features_Bd(), seen.logits_Bk()), 1);
        });
    }

    @Override
    public void close() {
        classifier.close();
    }
}
