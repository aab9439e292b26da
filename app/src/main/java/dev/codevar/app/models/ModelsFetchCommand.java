package dev.codevar.app.models;

import dev.codevar.app.options.ModelFinder;
import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.json.Json;
import dev.codevar.zoo.Fetched;
import dev.codevar.zoo.Fetcher;
import dev.codevar.zoo.PublishedFile;
import dev.codevar.zoo.Zoo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codevar models fetch}: published checkpoints, checked against their published hashes. */
@Command(
        name = "fetch",
        description =
                "Fetch published checkpoints. A fetch that was broken off goes on where it stopped; what is there is"
                        + " checked and not fetched again. The folder can then be used as a model set.",
        sortOptions = false)
final class ModelsFetchCommand implements Callable<Integer> {
    private static final String FOLDER = "published";
    private static final long MEGABYTE = 1_000_000;

    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Published files, such as var_d16.pth (--list).")
    private List<String> names = List.of();

    @Option(
            names = "--bundle",
            paramLabel = "BUNDLE",
            description = "Files that work together, such as code-8 or 256 (--list). May be repeated.")
    private List<String> bundles = List.of();

    @Option(names = "--list", description = "List the files and bundles instead of fetching them.")
    private boolean list;

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description = "Where to put them. Default: ~/.codevar/models/" + FOLDER + ", which is then the model set '"
                    + FOLDER + "'.")
    private @Nullable Path to;

    @Option(
            names = "--mirror",
            paramLabel = "ADDRESS",
            description = "Fetch ADDRESS/NAME instead of the published addresses.")
    private @Nullable URI mirror;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    ModelsFetchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A file that lies there now. */
    record Got(String file, long bytes, String sha256, boolean verified) {}

    /** What is printed after fetching. */
    record Report(List<Got> files) {}

    /** A published file; what nobody published is null. */
    record Known(
            String name,
            String address,
            @Nullable Long bytes,
            @Nullable String sha256) {}

    /** What {@code --list} prints. */
    record Listing(List<Known> files, Map<String, List<String>> bundles) {}

    @Override
    public Integer call() {
        Set<PublishedFile> chosen = new LinkedHashSet<>();
        bundles.forEach(bundle -> chosen.addAll(Zoo.bundle(bundle)));
        names.forEach(name -> chosen.add(Zoo.file(name)));
        if (list) {
            if (to != null) {
                throw new InvalidInputException("--list fetches nothing: --to " + to + " does not go with it");
            }
            list(chosen.isEmpty() ? Zoo.files() : List.copyOf(chosen));
        } else if (chosen.isEmpty()) {
            throw new InvalidInputException("nothing to fetch: name files or a --bundle, one of " + Zoo.bundles());
        } else {
            fetch(chosen);
        }
        return 0;
    }

    private void fetch(Set<PublishedFile> chosen) {
        Path folder = to == null ? ModelFinder.downloads().resolve(FOLDER) : to;
        Fetcher fetcher = new Fetcher(Optional.ofNullable(mirror));
        List<Got> got = new ArrayList<>();
        try (Bars bars = new Bars(terminal, " MB", MEGABYTE)) {
            for (PublishedFile file : chosen) {
                Fetched fetched = fetcher.fetch(file, folder, (done, total) -> bars.at(file.name(), done, total));
                bars.close();
                Got here =
                        new Got(fetched.file().toString(), bytes(fetched.file()), fetched.sha256(), fetched.verified());
                got.add(here);
                if (!json) {
                    terminal.out()
                            .println(here.file() + "  " + here.bytes() + " bytes  sha256 " + here.sha256()
                                    + (here.verified() ? "  verified" : "  not verified: no hash is published"));
                }
            }
        }
        if (json) {
            terminal.out().println(Json.lineOfKnown(new Report(got)));
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    private void list(List<PublishedFile> files) {
        Map<String, List<String>> byBundle = new LinkedHashMap<>();
        Zoo.bundles()
                .forEach(bundle -> byBundle.put(
                        bundle,
                        Zoo.bundle(bundle).stream().map(PublishedFile::name).toList()));
        if (json) {
            terminal.out()
                    .println(Json.lineOfKnown(
                            new Listing(files.stream().map(this::known).toList(), byBundle)));
            return;
        }
        for (PublishedFile file : files) {
            terminal.out()
                    .println(String.format(
                            "%-38s %11s bytes  sha256 %s",
                            file.name(),
                            file.bytes().isPresent() ? file.bytes().getAsLong() : "unknown",
                            file.sha256().orElse("unknown")));
        }
        byBundle.forEach(
                (bundle, members) -> terminal.out().println("bundle " + bundle + ": " + String.join(", ", members)));
    }

    private Known known(PublishedFile file) {
        return new Known(
                file.name(),
                Zoo.address(file, Optional.ofNullable(mirror)).toString(),
                file.bytes().isPresent() ? file.bytes().getAsLong() : null,
                file.sha256().orElse(null));
    }
}
