package dev.codevar.app.drawing;

import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.sampling.SampleMerge;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codevar sample merge}: makes one run of its shards. */
@Command(
        name = "merge",
        description =
                "Join all shards of a run: what comes out is what the run makes in one piece, to the byte. PNG files get"
                        + " a second name where the file system can do that, and are copied otherwise.",
        sortOptions = false)
final class SampleMergeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            required = true,
            description = "Where to: a new or empty folder. The array is FOLDER.npz.")
    private Path out = Path.of("");

    @Parameters(paramLabel = "SHARD", arity = "1..*", description = "The folders of all shards, in any order.")
    private List<Path> shards = List.of();

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    @Spec
    @Nullable
    CommandSpec command;

    SampleMergeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        requireNothingBefore();
        OutputFiles.requireFolder(out);
        SampleMerge merge = SampleMerge.of(shards);
        try (Bars bars = Bars.withSpeed(terminal, " pictures")) {
            SampleReport report = SampleReport.of(
                    merge.into(out, (task, done, total) -> bars.at(task, done, OptionalLong.of(total))));
            bars.close();
            report.print(terminal.out(), json);
        }
        return 0;
    }

    /** Options before the word belong to sample, which does nothing here. */
    private void requireNothingBefore() {
        CommandSpec sample =
                Objects.requireNonNull(Objects.requireNonNull(command).parent());
        List<String> before = sample.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .toList();
        if (!before.isEmpty()) {
            throw new InvalidInputException(String.join(", ", before)
                    + " before merge is said to sample, which draws nothing here: options of merge stand behind it");
        }
    }
}
