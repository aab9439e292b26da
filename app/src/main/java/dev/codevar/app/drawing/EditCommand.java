package dev.codevar.app.drawing;

import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.terminal.Terminal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code codevar inpaint}, also {@code codevar edit}: a part of a picture drawn anew, of its own class or another. */
@Command(
        name = "inpaint",
        aliases = "edit",
        description =
                "Draw a part of a picture anew, as --class says: inpainting with the picture's own class, editing with"
                        + " another, outpainting with --outside.",
        sortOptions = false)
public final class EditCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final EditOptions edit = new EditOptions();

    @Mixin
    private final RequestOptions request = new RequestOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ModelOptions models = new ModelOptions();

    public EditCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (output.like == null) {
            request.requireClass();
        } else {
            edit.requireNothingLaid();
        }
        return new DrawingJob(terminal, models, request, output)
                .run(side -> Optional.of(edit.source(side, terminal::note)));
    }
}
