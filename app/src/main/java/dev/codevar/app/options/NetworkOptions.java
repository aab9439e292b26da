package dev.codevar.app.options;

import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureNetworks;
import dev.codevar.evaluation.features.InceptionFeatures;
import dev.codevar.file.FilePaths;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.Streamed;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Resources;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which network's features scores are computed from. */
public final class NetworkOptions {
    @Option(
            names = "--inception",
            paramLabel = "FILE",
            description = "The weights of the Inception network: " + InceptionFeatures.PUBLISHED
                    + ". Default: the network that the model set brings.")
    public @Nullable Path inception;

    /** {@return the weights that are named, or else those that {@code begun} went on with; null for what the model set brings} */
    public @Nullable Path weights(@Nullable SampleRun begun) {
        Streamed streamed = Given.part(begun, SampleRun::streamed);
        return inception != null || streamed == null || streamed.weights() == null
                ? inception
                : FilePaths.of(streamed.weights());
    }

    /** As {@link #open(Path, ModelSet, String)}, of what is named on the command line. */
    public FeatureNetwork open(@Nullable ModelSet set, @Nullable String device) {
        return open(inception, set, device);
    }

    /**
     * Loads the network: Inception where it is named, otherwise what the model set brings.
     *
     * @param weights Inception's, or null
     * @param set the model set, or null if none was named
     * @param device where models run, as commands take it, or null for the processor
     */
    public static FeatureNetwork open(@Nullable Path weights, @Nullable ModelSet set, @Nullable String device) {
        Device place = Objects.requireNonNull(Resources.parseDevices(device == null ? Device.CPU.label() : device)
                .get(Resources.EVERYTHING_ELSE));
        return FeatureNetworks.open(weights, set, place);
    }
}
