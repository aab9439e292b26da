package dev.codevar.app.training;

import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.options.PictureFolders;
import dev.codevar.app.options.PlaceOptions;
import dev.codevar.app.program.ThisProgram;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.files.data.FashionMnist;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.training.config.Configuration;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.loop.Outcome;
import dev.codevar.training.loop.Training;
import dev.codevar.training.parallel.Peers;
import dev.codevar.training.run.Place;
import dev.codevar.training.run.RunListener;
import dev.codevar.training.run.TrainingIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that all trainings have: where from, where to, and what is said over the configuration. */
final class TrainingOptions {
    /** What is true of all trainings. */
    static final String GOES_ON = "Started again, a training that was broken off goes on; --out alone is enough.";

    @Option(
            names = "--config",
            paramLabel = "PRESET|FILE",
            description = "How to train: a YAML file, or one of those that come with the program, such as"
                    + " fashion32-large. The training's folder holds the one that it was begun with, with all that was"
                    + " said over it, and goes on with that.")
    private @Nullable String config;

    @Option(names = "--data", paramLabel = "FOLDER", description = PictureFolders.MAY_BE)
    private Path data = FashionMnist.FOLDER;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            required = true,
            description = "Where to: a new or empty folder, or that of a training that was broken off, to go on with"
                    + " what it was begun with. What comes of it is FOLDER/weights.safetensors.")
    private Path out = Path.of("");

    @Option(
            names = "--epochs",
            paramLabel = "X",
            description =
                    "How many passes over the pictures, above 0; 0.5 is half of them. Default: the configuration's.")
    private @Nullable Double epochs;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "How many steps, from 1, in place of epochs, not beside them. Default: the configuration's.")
    private @Nullable Integer steps;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "How many examples are computed at once, from 1. Default: the configuration's.")
    private @Nullable Integer batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "The largest learning rate, above 0 to 10. Default: the configuration's.")
    private @Nullable Double learningRate;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "Where everything random comes from. Default: the configuration's.")
    private @Nullable Long seed;

    @Option(names = "--threads", paramLabel = "N", description = PlaceOptions.THREADS)
    private @Nullable Integer threads;

    @Option(
            names = "--processes",
            paramLabel = "N",
            description =
                    "Train in as many processes, 1 to 64, each computing its share of every batch; this one starts"
                            + " them. On several machines start each process yourself, with RANK, WORLD_SIZE, MASTER_ADDR"
                            + " and MASTER_PORT in its environment, as torchrun has them. Default: 1.")
    private int processes = 1;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "Where everything is computed: cpu, cuda or cuda:i. Of several processes on one machine each"
                    + " takes the CUDA device of its LOCAL_RANK where cuda is said. A training may go on on another"
                    + " device. Default: ${DEFAULT-VALUE}.")
    private String device = Device.CPU.label();

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            description = "What products and convolutions run in: float32 or bfloat16. Default: bfloat16 where the"
                    + " device multiplies it faster. Parameters, optimiser and losses are float32 always.")
    private @Nullable String precision;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    /** {@return the configuration, with what was said over it} */
    <T extends Configuration> ConfigurationFile.Read<T> configuration(String kind, Class<T> type, String usual) {
        return configuration(kind, type, usual, Map.of());
    }

    /**
     * As the other.
     *
     * @param more what else was said over it: values by the places of their keys
     */
    <T extends Configuration> ConfigurationFile.Read<T> configuration(
            String kind, Class<T> type, String usual, Map<String, Object> more) {
        Map<String, Object> said = new LinkedHashMap<>(more);
        // The one replaces the other.
        say(said, "epochs", epochs == null && steps != null ? Double.valueOf(0) : epochs);
        say(said, "steps", steps == null && epochs != null ? Integer.valueOf(0) : steps);
        say(said, "batch", batch);
        say(said, "learning_rate", learningRate);
        say(said, "seed", seed);
        Path begun = out.resolve(TrainingIdentity.CONFIG);
        String kept = Files.isRegularFile(begun) ? begun.toString() : usual;
        return ConfigurationFile.read(config == null ? kept : config, kind, type, said);
    }

    private static void say(Map<String, Object> said, String key, @Nullable Object value) {
        if (value != null) {
            said.put("recipe." + key, value);
        }
    }

    /**
     * Trains: in this process, or in others that it starts.
     *
     * @param configured how
     * @param tokens where tokens are kept, or null for beside the training's folder
     * @param training what, at a place; looks at what was asked
     * @return the exit code
     */
    <T extends Configuration> int train(
            Terminal terminal,
            ConfigurationFile.Read<T> configured,
            @Nullable Path tokens,
            Function<Place, Function<RunListener, Outcome>> training) {
        CommandSpec given = Objects.requireNonNull(command);
        return new TrainingProcesses(terminal, given, processes, threads)
                .run(configured.value().recipe().batch(), peers -> {
                    Function<RunListener, Outcome> run = training.apply(place(configured.value(), tokens, peers));
                    Runnable begun = peers.first() ? () -> BegunOptions.keep(given, out, configured.yaml()) : () -> {};
                    TrainingJob.run(peers.first() ? terminal : terminal.silent(), json, begun, run);
                });
    }

    /** {@return whether {@code file} is the training's folder, or in it} */
    boolean owns(Path file) {
        return file.toAbsolutePath().normalize().startsWith(out.toAbsolutePath().normalize());
    }

    private Place place(Configuration configuration, @Nullable Path tokens, Peers peers) {
        Libtorch.load();
        if (peers.first()) {
            Training.begun(out);
        }
        Device where = TrainingDevice.of(device, configuration, System.getenv());
        return new Place(
                data,
                OutputFiles.requireFolder(out),
                tokens == null ? out.toAbsolutePath().resolveSibling("tokens") : tokens,
                new Compute(where, precision == null ? usual(where) : Precision.of(precision)),
                ThisProgram.maker(where.label()).text(),
                peers);
    }

    private static Precision usual(Device where) {
        // Gradients leave float16's range.
        return where.cuda() ? Precision.BFLOAT16 : where.defaultPrecision();
    }
}
