package dev.codevar.training.run;

import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.models.ModelFile;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.Parameters;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.config.VarConfiguration;
import dev.codevar.training.loop.Outcome;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.training.net.VarTraining;
import dev.codevar.training.task.SamplePictures;
import dev.codevar.training.task.transformer.VarInitialisation;
import dev.codevar.training.task.transformer.VarTask;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Optional;

/**
 * Trains a VAR transformer on the tokens of a VQ-VAE.
 *
 * @param configured how
 * @param vaeFile the VQ-VAE's weights
 * @param from the weights that it begins with; empty for random ones
 * @param place where
 */
public record VarRun(
        ConfigurationFile.Read<VarConfiguration> configured, ModelFile vaeFile, Optional<ModelFile> from, Place place) {

    /** Begins, or goes on where the folder's training was broken off. */
    public Outcome run(RunListener listener) {
        VarConfiguration configuration = configured.value();
        Pyramid pyramid = configuration.model().pyramid();
        VqVaeConfig vae = TransformerFile.vae(vaeFile, pyramid);
        Pictures pictures = Pictures.open(configuration, place, vae.pictureSide(), listener);
        VarConfig config = configuration.model().config(vae, pictures.training().classes());
        Optional<TransformerFile> first = from.map(file -> TransformerFile.of(file, config));
        WantedTokens wanted = WantedTokens.of(vaeFile, vae, pictures, configuration.views(), configuration.recipe());
        TrainingIdentity about = wanted.tell(new TrainingIdentity(configuration, place))
                .and("model", configuration.model())
                .and("gamma", configuration.gamma())
                .and("regularisation", configuration.regularisation());
        first.ifPresent(file -> about.and("from", file.hash()));
        Setup setup = about.setup(configured);
        place.requireSuitable(setup);
        try (TokenWorld world = new TokenWorld(wanted, place, listener)) {
            Parameters parameters = first.map(
                            file -> file.parameters(place.compute().device()))
                    .orElseGet(() -> random(config, configuration));
            SamplePictures samples = SamplePictures.of(world.vae());
            List<SamplePictures.Part> parts = List.of(new SamplePictures.Part(parameters, config, pyramid.all()));
            try (VarTask task = new VarTask(
                    world.data(),
                    parameters,
                    new VarTraining(parameters.leaves(), config, place.compute()),
                    configuration.regularisation(),
                    pyramid.scales(),
                    () -> samples.draw(parts))) {
                return TransformerFile.train(place, setup, task, pyramid, pictures, listener);
            }
        }
    }

    private Parameters random(VarConfig config, VarConfiguration configuration) {
        VarInitialisation initialisation = new VarInitialisation(
                config, configuration.gamma(), configuration.recipe().seed());
        return Parameters.of(
                VarTensors.shapes(config), initialisation, place.compute().device());
    }
}
