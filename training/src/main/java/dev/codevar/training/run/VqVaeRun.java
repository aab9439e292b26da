package dev.codevar.training.run;

import dev.codevar.training.Parameters;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.config.VqVaeConfiguration;
import dev.codevar.training.loop.Outcome;
import dev.codevar.training.loop.Training;
import dev.codevar.training.perceptual.FeatureMaps;
import dev.codevar.training.task.tokens.TokenIdentity;
import dev.codevar.training.task.vqvae.Terms;
import dev.codevar.training.task.vqvae.VqVaeInitialisation;
import dev.codevar.training.task.vqvae.VqVaeTask;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.Optional;

/**
 * Trains a VQ-VAE from nothing.
 *
 * @param configured how
 * @param place where
 * @param classifiers opens those by which pictures may be compared
 */
public record VqVaeRun(
        ConfigurationFile.Read<VqVaeConfiguration> configured, Place place, FeatureMaps.Opener classifiers) {

    /** Begins, or goes on where the folder's training was broken off. */
    public Outcome run(RunListener listener) {
        VqVaeConfiguration configuration = configured.value();
        VqVaeConfig config = configuration.model().config();
        Pictures pictures = Pictures.open(configuration, place, config.pictureSide(), listener);
        TrainingIdentity about = pictures.tell(new TrainingIdentity(configuration, place))
                .and("pictures", TokenIdentity.of(pictures.training()))
                .and("model", configuration.model())
                .and("loss", configuration.loss())
                .and("reseed every", configuration.reseedEvery())
                .and("flips", configuration.flips());
        Optional.ofNullable(configuration.perceptual()).ifPresent(some -> about.and("perceptual", some.identity()));
        Optional.ofNullable(configuration.adversarial()).ifPresent(some -> about.and("adversarial", some));
        Terms terms = configuration.terms(place.compute(), classifiers);
        Parameters parameters = Parameters.of(
                VqVaeTensors.shapes(config),
                new VqVaeInitialisation(config, configuration.recipe().seed()),
                place.compute().device());
        try (VqVaeTask task = new VqVaeTask(
                        pictures.training(),
                        pictures.heldOut(),
                        parameters,
                        config,
                        configuration.options(place.compute()),
                        terms,
                        place.peers());
                Training training =
                        Training.open(place.out(), about.setup(configured), task, listener, place.peers())) {
            listener.opened(training);
            return training.run();
        }
    }
}
