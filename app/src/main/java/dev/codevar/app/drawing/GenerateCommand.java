package dev.codevar.app.drawing;

import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.terminal.Terminal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code codevar generate}: pictures of classes, by VAR or CoDe. */
@Command(
        name = "generate",
        description = "Make pictures of classes: a labelled sheet, or a file for each.",
        sortOptions = false)
public final class GenerateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ModelOptions models = new ModelOptions();

    public GenerateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return new DrawingJob(terminal, models, request, output).run(side -> Optional.empty());
    }
}
