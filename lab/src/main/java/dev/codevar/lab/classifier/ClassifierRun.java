package dev.codevar.lab.classifier;

import dev.codevar.lab.data.PictureData;
import dev.codevar.lab.train.Parameters;
import dev.codevar.lab.train.config.ClassifierConfiguration;
import dev.codevar.lab.train.config.ConfigurationFile;
import dev.codevar.lab.train.loop.Outcome;
import dev.codevar.lab.train.loop.Training;
import dev.codevar.lab.train.run.About;
import dev.codevar.lab.train.run.Pictures;
import dev.codevar.lab.train.run.Place;
import dev.codevar.lab.train.run.RunListener;
import dev.codevar.lab.train.task.SeenPictures;
import dev.codevar.lab.train.task.TokenIdentity;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Trains a classifier from nothing, and tries it on all test pictures.
 *
 * @param configured how
 * @param place where
 * @param reference where the test pictures' features go, if anywhere
 */
public record ClassifierRun(
        ConfigurationFile.Read<ClassifierConfiguration> configured, Place place, Optional<Path> reference) {

    /** Begins, or goes on where the folder's training was broken off; {@link Classifier#open} reads what comes of it. */
    public Outcome run(RunListener listener) {
        ClassifierConfiguration configuration = configured.value();
        Pictures pictures = Pictures.open(configuration, place, configuration.side(), listener);
        PictureData training = pictures.training();
        Layout layout = new Layout(training.side(), Layout.STAGES, training.classes());
        About about = pictures.tell(new About(configuration, place))
                .and("pictures", TokenIdentity.of(training))
                .and("stages", layout.stages())
                .and("flips", configuration.flips());
        Parameters parameters = Parameters.of(
                layout.shapes(), new Beginning(configuration.recipe().seed()), Device.CPU);
        try (ClassifierTask task = new ClassifierTask(
                        SeenPictures.fresh(training, configuration.flips()),
                        pictures.heldOut(),
                        parameters,
                        layout,
                        place.products());
                Training loop = Training.open(place.out(), about.setup(configured), task, listener, place.peers())) {
            listener.opened(loop);
            return loop.run(weights -> {
                ClassifierFile.complete(weights, layout);
                listener.recognised(share(weights, pictures.test(), listener), reference);
            });
        }
    }

    /** {@return which part of the pictures it recognises as it was written, and as it will be used} */
    private double share(Path weights, PictureData test, RunListener listener) {
        try (Classifier classifier = Classifier.open(weights, Device.CPU)) {
            RealFeatures features = RealFeatures.of(classifier, test, done -> listener.tried(done, test.count()));
            reference.ifPresent(features::write);
            return features.accuracy();
        }
    }
}
