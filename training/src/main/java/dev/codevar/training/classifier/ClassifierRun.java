package dev.codevar.training.classifier;

import dev.codevar.evaluation.classifier.Classifier;
import dev.codevar.evaluation.classifier.ClassifierFile;
import dev.codevar.evaluation.classifier.ClassifierShape;
import dev.codevar.evaluation.classifier.RealFeatures;
import dev.codevar.files.data.PictureData;
import dev.codevar.training.Parameters;
import dev.codevar.training.config.ClassifierConfiguration;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.loop.Outcome;
import dev.codevar.training.loop.Training;
import dev.codevar.training.run.Pictures;
import dev.codevar.training.run.Place;
import dev.codevar.training.run.RunListener;
import dev.codevar.training.run.TrainingIdentity;
import dev.codevar.training.task.SeenPictures;
import dev.codevar.training.task.tokens.TokenIdentity;
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
        ClassifierShape layout = configuration.shape(training.side(), training.classes());
        TrainingIdentity about = pictures.tell(new TrainingIdentity(configuration, place))
                .and("pictures", TokenIdentity.of(training))
                .and("stages", layout.stages())
                .and("flips", configuration.flips());
        Parameters parameters = Parameters.of(
                layout.shapes(),
                new Beginning(configuration.recipe().seed()),
                place.compute().device());
        try (ClassifierTask task = new ClassifierTask(
                        SeenPictures.fresh(training, configuration.flips()),
                        pictures.heldOut(),
                        parameters,
                        layout,
                        place.compute());
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
        try (Classifier classifier = Classifier.open(weights, place.compute().device())) {
            RealFeatures features = RealFeatures.of(classifier, test, done -> listener.tried(done, test.count()));
            reference.ifPresent(features::write);
            return features.accuracy();
        }
    }
}
