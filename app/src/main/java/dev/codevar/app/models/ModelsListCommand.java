package dev.codevar.app.models;

import dev.codevar.app.options.ModelFinder;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.CodeVarException;
import dev.codevar.models.Description;
import dev.codevar.models.ModelSet;
import dev.codevar.report.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codevar models list}: every model set that can be named. */
@Command(
        name = "list",
        description = "List the model sets that can be named, and what each can do.",
        sortOptions = false)
final class ModelsListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    ModelsListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A folder among the model sets; what it holds, or else why it is none. */
    record Entry(
            String name,
            String folder,
            @Nullable Content content,
            @Nullable String problem) {}

    /** What a set can do; {@code models} gives each role's depth. */
    record Content(
            int pictureSide, int classes, Map<String, Integer> models, Map<String, String> plans, String defaultPlan) {

        static Content of(ModelSet set) {
            Description description = set.description();
            Map<String, Integer> depths = new LinkedHashMap<>();
            description.models().forEach((role, model) -> depths.put(role, model.depth()));
            return new Content(
                    set.vaeConfig().pictureSide(),
                    description.classes().size(),
                    depths,
                    description.plans(),
                    description.defaultPlan());
        }
    }

    /** What is printed. */
    record Report(List<Entry> sets) {}

    @Override
    public Integer call() {
        ModelFinder finder = ModelFinder.system();
        List<Entry> entries = finder.all().entrySet().stream()
                .map(found -> entry(found.getKey(), found.getValue()))
                .toList();
        if (json) {
            terminal.out().println(Json.lineOfKnown(new Report(entries)));
        } else if (entries.isEmpty()) {
            terminal.out().println("no model sets in " + finder.places());
        } else {
            entries.forEach(this::print);
        }
        return 0;
    }

    private static Entry entry(String name, Path folder) {
        try {
            return new Entry(name, folder.toString(), Content.of(ModelSet.open(folder)), null);
        } catch (CodeVarException e) {
            return new Entry(name, folder.toString(), null, e.getMessage());
        }
    }

    private void print(Entry entry) {
        PrintWriter out = terminal.out();
        out.println(entry.name() + "  " + entry.folder());
        Content content = entry.content();
        if (content == null) {
            out.println("    cannot be used: " + entry.problem());
            return;
        }
        out.println("    " + content.pictureSide() + "x" + content.pictureSide() + " pictures of " + content.classes()
                + (content.classes() == 1 ? " class" : " classes"));
        out.println("    models: "
                + content.models().entrySet().stream()
                        .map(model -> model.getKey() + " (depth " + model.getValue() + ")")
                        .collect(Collectors.joining(", ")));
        out.println("    plans: "
                + content.plans().keySet().stream()
                        .map(plan -> plan + (plan.equals(content.defaultPlan()) ? " (default)" : ""))
                        .collect(Collectors.joining(", ")));
    }
}
