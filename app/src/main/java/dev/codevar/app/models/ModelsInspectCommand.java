package dev.codevar.app.models;

import dev.codevar.app.options.EntryOption;
import dev.codevar.app.options.ModelFinder;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.models.ModelFile;
import dev.codevar.models.Recognition;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codevar models inspect}: what is in a model set or a checkpoint file. */
@Command(name = "inspect", description = "Show what is in a model set or in a checkpoint file.", sortOptions = false)
final class ModelsInspectCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "NAME|FOLDER|FILE",
            description = "A model set by name (models list) or folder, or a .pth or safetensors file.")
    private String target = "";

    @Mixin
    private final EntryOption entry = new EntryOption();

    @Option(names = "--tensors", description = "List a file's tensors too: name, number format and shape.")
    private boolean tensors;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    ModelsInspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Libtorch.load();
        Path file = FilePaths.of(target);
        if (Files.isRegularFile(file)) {
            ModelFile model = new ModelFile(file, Recognition.ANY_MODEL.at(entry.only()));
            CheckpointReport.of(model, tensors).print(terminal.out(), json);
        } else if (tensors) {
            throw new InvalidInputException("--tensors is for a checkpoint file, and " + target + " is none");
        } else {
            ModelSetReport.of(entry.open(ModelFinder.system().folder(target))).print(terminal.out(), json);
        }
        return 0;
    }
}
