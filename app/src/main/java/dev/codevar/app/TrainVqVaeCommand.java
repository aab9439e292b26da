package dev.codevar.app;

import dev.codevar.lab.classifier.ClassifierMaps;
import dev.codevar.lab.train.config.ConfigurationFile;
import dev.codevar.lab.train.config.VqVaeConfiguration;
import dev.codevar.lab.train.run.VqVaeRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code codevar train vqvae}: the network between pictures and tokens. */
@Command(
        name = "vqvae",
        description = {
            "Train a VQ-VAE, the network between pictures and tokens. Default configuration: fashion32-vqvae.",
            "Started again, a training that was broken off goes on; --out alone is enough."
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
        ConfigurationFile.Read<VqVaeConfiguration> configured =
                options.configuration(VqVaeConfiguration.KIND, VqVaeConfiguration.class, "fashion32-vqvae");
        return options.train(
                terminal, configured, null, place -> new VqVaeRun(configured, place, ClassifierMaps::open)::run);
    }
}
