package dev.codevar.app.training;

import dev.codevar.app.terminal.Terminal;
import dev.codevar.training.classifier.ClassifierMaps;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.config.VqVaeConfiguration;
import dev.codevar.training.run.VqVaeRun;
import dev.codevar.training.task.vqvae.PerceptualOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code codevar train vqvae}: the network between pictures and tokens. */
@Command(
        name = "vqvae",
        description = {
            "Train a VQ-VAE, the network between pictures and tokens. Default configuration: fashion32-vqvae.",
            TrainingOptions.GOES_ON
        },
        sortOptions = false,
        defaultValueProvider = BegunOptions.class)
final class TrainVqVaeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final TrainingOptions options = new TrainingOptions();

    TrainVqVaeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PerceptualOptions perceptual = configuration(Map.of()).value().perceptual();
        // The folder keeps the configuration, and goes on with it from wherever it is begun again.
        ConfigurationFile.Read<VqVaeConfiguration> configured =
                configuration(perceptual == null ? Map.of() : perceptual.placed());
        return options.train(
                terminal, configured, null, place -> new VqVaeRun(configured, place, ClassifierMaps::open)::run);
    }

    private ConfigurationFile.Read<VqVaeConfiguration> configuration(Map<String, Object> more) {
        return options.configuration(VqVaeConfiguration.KIND, VqVaeConfiguration.class, "fashion32-vqvae", more);
    }
}
