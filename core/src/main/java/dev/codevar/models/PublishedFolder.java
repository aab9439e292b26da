package dev.codevar.models;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.CheckpointEntry;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import dev.codevar.model.VarConfig;
import dev.codevar.tensor.Libtorch;
import dev.codevar.vqvae.VqVaeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a folder of {@code .pth} files. Under their {@link PublishedNames} names give the roles, tensors the rest. Without such
 * names, as trainings leave them, a transformer of depth 16 has the role {@code d16}: of several as deep the first by name; and the
 * VQ-VAE is that of the first file that has one, which may be a transformer's.
 */
final class PublishedFolder {
    private final Path folder;
    private final List<String> names;
    private final Set<String> entries;
    private @Nullable BrokenFileException passedOver;

    private PublishedFolder(Path folder, Set<String> entries) {
        this.folder = folder;
        this.entries = entries;
        try (Stream<Path> all = Files.list(folder)) {
            names = all.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".pth"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot read folder " + folder + ": " + IoReason.of(e), e);
        }
    }

    static Description describe(Path folder, Set<String> entries) {
        return new PublishedFolder(folder, entries).describe();
    }

    private Description describe() {
        if (!names.isEmpty()) {
            Libtorch.load();
        }
        String vaeFile = vaeFile();
        Map<String, String> files = new TreeMap<>();
        Map<String, VarConfig> configs = new LinkedHashMap<>();
        names.forEach(name -> PublishedNames.role(name).ifPresent(role -> files.put(role, name)));
        if (files.isEmpty()) {
            files.putAll(filesByDepth());
        }
        if (files.isEmpty()) {
            throw nothing("beside " + vaeFile + " it has no " + PublishedNames.PATTERNS
                    + ", nor another .pth file with a transformer");
        }
        files.forEach((role, file) -> configs.put(role, read(file, Recognition.TRANSFORMER, Recognition::transformer)));
        VqVaeConfig vae = read(vaeFile, Recognition.VAE, found -> Recognition.vae(found, Assembly.ownScales(configs)));
        return describe(new Assembly(vaeFile, vae, files, configs));
    }

    private String vaeFile() {
        return Stream.concat(
                        Stream.of(PublishedNames.VAE).filter(names::contains),
                        names.stream().filter(name -> holds(name, Recognition.VAE)))
                .findFirst()
                .orElseThrow(() -> nothing("it has neither " + DescriptionFile.NAME + " nor " + PublishedNames.VAE
                        + ", nor another .pth file with a VQ-VAE"));
    }

    private Map<String, String> filesByDepth() {
        Map<String, String> files = new LinkedHashMap<>();
        names.stream()
                .filter(name -> holds(name, Recognition.TRANSFORMER))
                .forEach(
                        name -> files.putIfAbsent("d" + read(name, Recognition.TRANSFORMER, Recognition::depth), name));
        return files;
    }

    /** Whether a model of this kind is in a file. Trainings leave others too, which have none. */
    private boolean holds(String name, CheckpointEntry kind) {
        try {
            return read(name, kind, found -> found.tensors().keySet().stream().anyMatch(kind.marks()::contains));
        } catch (BrokenFileException e) {
            passedOver = passedOver == null ? e : passedOver;
            return false;
        }
    }

    private <T> T read(String name, CheckpointEntry kind, Function<Checkpoint, T> body) {
        return new ModelFile(folder.resolve(name), kind.preferring(entries)).read(body);
    }

    /** {@return why there is no set: what was passed over tells more than that nothing is left} */
    private BrokenFileException nothing(String otherwise) {
        return passedOver == null
                ? new BrokenFileException("no model set at " + folder + ": " + otherwise)
                : new BrokenFileException(String.valueOf(passedOver.getMessage()), passedOver);
    }

    private Description describe(Assembly assembly) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        try {
            Description description = assembly.describe(
                    name == null ? "published" : name.toString(), "checkpoints as they were saved", Optional.empty());
            DescriptionChecks.check(description);
            return description;
        } catch (CodeVarException | InvalidInputException e) {
            throw CodeVarException.whileReading(folder + ": " + e.getMessage(), e);
        }
    }
}
