package dev.codevar.lab.train.run;

import dev.codevar.lab.train.Parameters;
import dev.codevar.lab.train.VarInitialisation;
import dev.codevar.lab.train.VarTraining;
import dev.codevar.lab.train.config.ConfigurationFile;
import dev.codevar.lab.train.config.VarConfiguration;
import dev.codevar.lab.train.loop.Outcome;
import dev.codevar.lab.train.task.SamplePictures;
import dev.codevar.lab.train.task.VarTask;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.vqvae.VqVaeConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * Trains a VAR transformer from nothing, on the tokens of a VQ-VAE.
 *
 * @param configured how
 * @param vaeFile the VQ-VAE's weights
 * @param place where
 */
public record VarRun(ConfigurationFile.Read<VarConfiguration> configured, Path vaeFile, Place place) {

    /** Begins, or goes on where the folder's training was broken off. */
    public Outcome run(RunListener listener) {
        VarConfiguration configuration = configured.value();
        Pyramid pyramid = configuration.model().pyramid();
        VqVaeConfig vae = TransformerFile.vae(vaeFile, pyramid);
        Pictures pictures = Pictures.open(configuration, place, vae.pictureSide(), listener);
        try (TokenWorld world = new TokenWorld(vaeFile, vae, pictures, configuration.views(), place, listener)) {
            VarConfig config =
                    configuration.model().config(vae, pictures.training().classes());
            About about = world.tell(new About(configuration, place))
                    .and("model", configuration.model())
                    .and("gamma", configuration.gamma())
                    .and("regularisation", configuration.regularisation());
            Parameters parameters = Parameters.of(
                    VarTensors.shapes(config),
                    new VarInitialisation(
                            config,
                            configuration.gamma(),
                            configuration.recipe().seed()),
                    Device.CPU);
            SamplePictures samples = SamplePictures.of(world.vae());
            List<SamplePictures.Part> parts = List.of(new SamplePictures.Part(parameters, config, pyramid.all()));
            try (VarTask task = new VarTask(
                    world.data(),
                    parameters,
                    new VarTraining(parameters.leaves(), config, place.products()),
                    configuration.regularisation(),
                    pyramid.scales(),
                    () -> samples.draw(parts))) {
                return pictures.nameClasses(
                        TransformerFile.train(place, about.setup(configured), task, pyramid, listener));
            }
        }
    }
}
