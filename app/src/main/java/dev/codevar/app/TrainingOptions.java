package dev.codevar.app;

import dev.codevar.lab.data.FashionMnist;
import dev.codevar.lab.train.config.Configuration;
import dev.codevar.lab.train.config.ConfigurationFile;
import dev.codevar.lab.train.run.Place;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that all trainings have: where from, where to, and what is said over the configuration. */
final class TrainingOptions {
    /** What folders of pictures may be, of all trainings. */
    static final String PICTURES =
            "The pictures: Fashion-MNIST's IDX files {train,t10k}-{images-idx3,labels-idx1}-ubyte, with"
                    + " or without .gz; CIFAR-10's or CIFAR-100's binary files; or folders train/CLASS/ and val/CLASS/ of PNG, JPEG,"
                    + " BMP and GIF files. Default: /usr/share/datasets/fashion-mnist, where Debian's dataset-fashion-mnist puts"
                    + " them.";

    @Option(
            names = "--config",
            paramLabel = "PRESET|FILE",
            description = "How to train: a YAML file, or one of those that come with the program, such as"
                    + " fashion32-large. The training's folder holds the one that it was begun with.")
    private @Nullable String config;

    @Option(names = "--data", paramLabel = "FOLDER", description = PICTURES)
    private Path data = FashionMnist.FOLDER;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            required = true,
            description =
                    "Where to: a new or empty folder, or that of a training that was broken off, to go on with the"
                            + " same options. What comes of it is FOLDER/weights.safetensors.")
    private Path out = Path.of("");

    @Option(names = "--epochs", paramLabel = "X", description = "How often every example is seen; 0.5 is half of them.")
    private @Nullable Double epochs;

    @Option(names = "--steps", paramLabel = "N", description = "How many steps, instead of epochs.")
    private @Nullable Integer steps;

    @Option(names = "--batch", paramLabel = "N", description = "How many examples are computed at once.")
    private @Nullable Integer batch;

    @Option(names = "--learning-rate", paramLabel = "X", description = "The largest learning rate.")
    private @Nullable Double learningRate;

    @Option(names = "--seed", paramLabel = "SEED", description = "Where everything random comes from.")
    private @Nullable Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with, 1 to 1024. Default: one a core.")
    private @Nullable Integer threads;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            description = "What products and convolutions run in: float32 or bfloat16. Default: bfloat16 where the"
                    + " processor multiplies it faster. Parameters and sums are float32 always.")
    private @Nullable String precision;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    boolean json;

    /** {@return the configuration, with what was said over it} */
    <T extends Configuration> ConfigurationFile.Read<T> configuration(String kind, Class<T> type, String usual) {
        Map<String, Object> said = new LinkedHashMap<>();
        // The one replaces the other.
        say(said, "epochs", epochs == null && steps != null ? Double.valueOf(0) : epochs);
        say(said, "steps", steps == null && epochs != null ? Integer.valueOf(0) : steps);
        say(said, "batch", batch);
        say(said, "learning_rate", learningRate);
        say(said, "seed", seed);
        return ConfigurationFile.read(config == null ? usual : config, kind, type, said);
    }

    private static void say(Map<String, Object> said, String key, @Nullable Object value) {
        if (value != null) {
            said.put("recipe." + key, value);
        }
    }

    /**
     * Sets the threads.
     *
     * @param tokens where tokens are kept, or null for beside the training's folder
     */
    Place place(@Nullable Path tokens) {
        PlaceOptions.useThreads(threads);
        Libtorch.load();
        return new Place(
                data,
                OutputFiles.requireFolder(out),
                tokens == null ? out.toAbsolutePath().resolveSibling("tokens") : tokens,
                precision == null ? Device.CPU.defaultPrecision() : Precision.of(precision));
    }
}
