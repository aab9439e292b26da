package dev.codevar.app.models;

import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.checkpoint.TakenEntry;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.models.Conversion;
import dev.codevar.models.ModelSet;
import dev.codevar.report.table.Shown;
import dev.codevar.tensor.Precision;
import dev.codevar.zoo.ImageNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar models convert}: checkpoint files into a model set. */
@Command(
        name = "convert",
        description =
                "Make a model set from checkpoint files. Depth, scales and so on are recognised from the tensors.",
        sortOptions = false)
final class ModelsConvertCommand implements Callable<Integer> {
    private static final String IMAGENET = "imagenet";

    private final Terminal terminal;

    @Option(
            names = "--vae",
            paramLabel = "FILE",
            required = true,
            description = "The VQ-VAE: a .pth or safetensors file.")
    private Path vae = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "ROLE=FILE",
            required = true,
            description =
                    "A transformer and the name it has in plans, such as large=var_d30.pth; repeat for each. Roles"
                            + " drafterN and refinerN mean models fine-tuned for N draft steps.")
    private List<String> models = List.of();

    @Mixin
    private EntryOptions entries = new EntryOptions();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            required = true,
            description = "The folder to make: a new or an empty one.")
    private Path out = Path.of("");

    @Option(
            names = "--classes",
            paramLabel = "FILE|" + IMAGENET,
            description =
                    "The classes' names: a text file with one a line, or ImageNet's. Default: classes.txt beside the"
                            + " weights, as trainings write it; otherwise ImageNet's where there are 1000 classes, or"
                            + " numbers.")
    private @Nullable String classes;

    @Option(names = "--name", paramLabel = "NAME", description = "The set's name. Default: the folder's.")
    private @Nullable String name;

    @Option(names = "--about", paramLabel = "TEXT", description = "A sentence about the set. Default: none.")
    private String about = "";

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            description =
                    "The weights' number format: float32, bfloat16, float16, or int8 (large weights in 8 bits, all else"
                            + " float32). Default: float32.")
    private String precision = Precision.FLOAT32.label();

    @Option(
            names = "--vae-precision",
            paramLabel = "PRECISION",
            description =
                    "The same for the VQ-VAE alone, which int8 leaves in float32; its codebook stays as it is. Default: as"
                            + " --precision.")
    private @Nullable String vaePrecision;

    @Mixin
    private AdditionOptions additions = new AdditionOptions();

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    ModelsConvertCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String folder = String.valueOf(out.toAbsolutePath().normalize().getFileName());
        Map<String, Path> transformers = filesByRole();
        Conversion conversion = new Conversion(
                vae,
                transformers,
                entries.byRole(transformers.keySet()),
                classNames(transformers.values()),
                name == null ? folder : name,
                about,
                Precision.of(precision),
                Precision.of(vaePrecision == null ? precision : vaePrecision),
                additions.additions());
        List<String> notes = new ArrayList<>();
        ModelSet set;
        try (Bars bars = new Bars(terminal, "", 1)) {
            set = conversion.run(out, new Conversion.Listener() {
                @Override
                public void taken(Path checkpoint, TakenEntry taken) {
                    notes.add(checkpoint + ": " + Shown.plain(taken.describe()));
                }

                @Override
                public void checking(Path checkpoint) {
                    bars.at("checking " + checkpoint.getFileName(), 0, OptionalLong.empty());
                }

                @Override
                public void writing(String file, int tensor, int of) {
                    bars.at("writing " + file, tensor, OptionalLong.of(of));
                }
            });
        }
        notes.forEach(note -> terminal.err().println("codevar: note: " + note));
        ModelSetReport.of(set).print(terminal.out(), json);
        return 0;
    }

    private Map<String, Path> filesByRole() {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String model : models) {
            int equals = model.indexOf('=');
            if (equals < 0) {
                throw new InvalidInputException("--model '" + model + "' is not ROLE=FILE");
            }
            String role = model.substring(0, equals);
            if (files.put(role, FilePaths.of(model.substring(equals + 1))) != null) {
                throw new InvalidInputException("--model names the role '" + role + "' twice");
            }
        }
        return files;
    }

    private Optional<List<String>> classNames(Collection<Path> transformers) {
        if (classes == null) {
            return transformers.stream()
                    .map(file -> file.resolveSibling("classes.txt"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .map(ModelsConvertCommand::classNames);
        }
        return Optional.of(classes.equals(IMAGENET) ? ImageNet.names() : classNames(FilePaths.of(classes)));
    }

    private static List<String> classNames(Path file) {
        List<String> names;
        try {
            names = Files.readAllLines(file);
        } catch (IOException e) {
            throw CodeVarException.cannotRead("class names from " + file, file, e);
        }
        if (names.stream().anyMatch(String::isBlank)) {
            throw new BrokenFileException(file + " has an empty line; it must have one class name a line");
        }
        return names;
    }
}
