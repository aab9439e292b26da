package dev.codevar.training.classifier;

import dev.codevar.evaluation.classifier.Classifier;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Device;
import dev.codevar.training.perceptual.FeatureMaps;
import dev.codevar.vqvae.Pixels;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What a classifier's stages of convolutions see in pictures.
 *
 * @param classifier freed with this
 */
public record ClassifierMaps(Classifier classifier) implements FeatureMaps {

    /**
     * @param file of the classifier
     * @param side of the pictures that it will be given
     * @param device where it computes
     */
    public static ClassifierMaps open(Path file, int side, Device device) {
        Classifier classifier = Classifier.open(file, device);
        if (classifier.side() != side) {
            classifier.close();
            throw new InvalidInputException(file + " is a classifier of pictures of " + classifier.side()
                    + " pixels a side, but these have " + side);
        }
        return new ClassifierMaps(classifier);
    }

    @Override
    public List<Integer> channels() {
        return classifier.network().layout().stages().stream()
                .map(stage -> stage.get(stage.size() - 1))
                .toList();
    }

    @Override
    public List<Tensor> of(Tensor image_B3hw) {
        return classifier.network().stages(Pixels.unit(image_B3hw));
    }

    @Override
    public void close() {
        classifier.close();
    }
}
