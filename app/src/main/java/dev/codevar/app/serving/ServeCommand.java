package dev.codevar.app.serving;

import dev.codevar.Engine;
import dev.codevar.EngineOptions;
import dev.codevar.app.options.EntryOption;
import dev.codevar.app.options.MemoryOptions;
import dev.codevar.app.options.ModelFinder;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.options.PlaceOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelFile;
import dev.codevar.models.ModelSet;
import dev.codevar.serve.CodevarServer;
import dev.codevar.serve.ServeOptions;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.Served;
import dev.codevar.tensor.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar serve}: the HTTP service and the page. */
@Command(
        name = "serve",
        description = {
            "Serve pictures over HTTP: a page, OpenAI's Images API under /v1, and jobs with previews under /api.",
            "Stops on SIGTERM or Ctrl-C when what was promised is done."
        },
        sortOptions = false)
public final class ServeCommand implements Callable<Integer> {
    private static final String TOKEN = "CODEVAR_TOKEN";

    private final Terminal terminal;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FOLDER",
            description =
                    "A model set: a name (models list), or a folder. May be given several times; the first is the default"
                            + " one. Default: " + PlaceOptions.DEFAULT_MODEL + ".")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Where to listen. Default: 127.0.0.1, this machine alone.")
    private String host = ServeOptions.DEFAULT.host();

    @Option(names = "--port", paramLabel = "N", description = "0 to 65535, 0 for any that is free. Default: 8080.")
    private int port = ServeOptions.DEFAULT.port();

    @Option(
            names = "--host-name",
            paramLabel = "NAME",
            description =
                    "A name under which browsers know this server, behind a proxy say, without a port. May be given several"
                            + " times.")
    private List<String> hostNames = new ArrayList<>();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token that clients have to show. Default: the environment's " + TOKEN
                    + ", or none.")
    private @Nullable Path tokenFile;

    @Option(names = "--insecure", description = "Listen to other machines without a token.")
    private boolean insecure;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "Under what clients find this server, for addresses of pictures. Default: as they write it.")
    private @Nullable String publicUrl;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            description = "How long a stop waits for what was promised, 1 to 604800. Default: 30.")
    private int grace = (int) ServeOptions.DEFAULT.grace().toSeconds();

    @Option(names = "--strict-size", description = "Refuse sizes that a model does not make.")
    private boolean strictSize;

    @Option(names = "--json-log", description = "Write the access log as JSON, an object a line.")
    private boolean jsonLog;

    @Option(names = "--device", paramLabel = "DEVICE", description = "cpu, cuda or cuda:i. Default: cpu.")
    private @Nullable String device;

    @Option(names = "--precision", paramLabel = "PRECISION", description = ModelOptions.PRECISION)
    private @Nullable String precision;

    @Option(names = "--threads", paramLabel = "N", description = PlaceOptions.THREADS)
    private @Nullable Integer threads;

    @Mixin
    private final MemoryOptions memory = new MemoryOptions();

    @ArgGroup(validate = false, heading = "%nLimits; whoever meets one is told which:%n")
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private final EntryOption entry = new EntryOption();

    public ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServeOptions options = options();
        Resources resources = PlaceOptions.resources(device, precision, threads, memory.low, memory.most());
        try (Engine engine = Engine.start(
                new EngineOptions(options.limits().requests(), EngineOptions.DEFAULT.largestBatch(), false))) {
            CodevarServer server =
                    CodevarServer.start(engine, catalog(engine, resources), options, terminal.err()::println);
            Thread stopping = new Thread(
                    () -> {
                        server.stop();
                        engine.close();
                        // A signal's own exit code would say that it failed.
                        Runtime.getRuntime().halt(0);
                    },
                    "codevar-stop");
            Runtime.getRuntime().addShutdownHook(stopping);
            terminal.out().println(server.address());
            server.join();
        }
        return 0;
    }

    private Catalog catalog(Engine engine, Resources resources) {
        List<String> names = models.isEmpty() ? List.of(PlaceOptions.DEFAULT_MODEL) : models;
        List<Served> sets = new ArrayList<>();
        List<ModelFile> files = new ArrayList<>();
        for (String name : names) {
            ModelSet set = ModelSet.open(ModelFinder.system().folder(name), entry.entries());
            files.addAll(set.files());
            String id = set.description().name();
            if (sets.stream().anyMatch(other -> other.id().equals(id))) {
                throw new InvalidInputException("model '" + name + "': a set called " + id + " is served already");
            }
            sets.add(new Served(id, engine.open(set, resources)));
        }
        ModelFile.requireTaken(entry.entries(), files);
        return new Catalog(sets);
    }

    private ServeOptions options() {
        OptionRanges.require("grace", grace, 1, LimitOptions.LONGEST_SECONDS);
        return new ServeOptions(
                host,
                port,
                hostNames,
                token(),
                insecure,
                Optional.ofNullable(publicUrl).map(url -> url.replaceFirst("/+$", "")),
                limits.limits(),
                Duration.ofSeconds(grace),
                strictSize,
                jsonLog);
    }

    private Optional<String> token() {
        if (tokenFile == null) {
            return Optional.ofNullable(System.getenv(TOKEN));
        }
        try {
            return Optional.of(Files.readString(tokenFile).strip());
        } catch (IOException e) {
            throw CodeVarException.cannotRead(tokenFile, e);
        }
    }
}
