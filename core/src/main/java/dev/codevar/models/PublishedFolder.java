package dev.codevar.models;

import dev.codevar.checkpoint.Checkpoint;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Describes a folder of checkpoints under their {@link PublishedNames}: names give the roles, tensors the rest. */
final class PublishedFolder {

    private PublishedFolder() {}

    static Description describe(Path folder) {
        Path vaeFile = folder.resolve(PublishedNames.VAE);
        if (!Files.exists(vaeFile)) {
            throw new BrokenFileException("no model set at " + folder + ": it has neither " + DescriptionFile.NAME
                    + " nor " + PublishedNames.VAE);
        }
        Map<String, String> files = filesByRole(folder);
        if (files.isEmpty()) {
            throw new BrokenFileException("no model set at " + folder + ": beside " + PublishedNames.VAE + " it has no "
                    + PublishedNames.PATTERNS);
        }
        Libtorch.load();
        Map<String, VarConfig> configs = new LinkedHashMap<>();
        files.forEach((role, file) -> {
            try (Checkpoint checkpoint = Checkpoint.open(folder.resolve(file), Recognition.TRANSFORMER)) {
                configs.put(role, Recognition.transformer(checkpoint));
            }
        });
        VqVaeConfig vae;
        try (Checkpoint checkpoint = Checkpoint.open(vaeFile, Recognition.VAE)) {
            vae = Recognition.vae(checkpoint, Assembly.ownScales(configs));
        }
        return describe(folder, new Assembly(PublishedNames.VAE, vae, files, configs));
    }

    private static Description describe(Path folder, Assembly assembly) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        try {
            Description description = assembly.describe(
                    name == null ? "published" : name.toString(),
                    "checkpoints under their published names",
                    Optional.empty());
            DescriptionChecks.check(description);
            return description;
        } catch (CodeVarException | InvalidInputException e) {
            throw CodeVarException.whileReading(folder + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> filesByRole(Path folder) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.map(file -> String.valueOf(file.getFileName()))
                    .forEach(file -> PublishedNames.role(file).ifPresent(role -> files.put(role, file)));
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot read folder " + folder + ": " + IoReason.of(e), e);
        }
        return files;
    }
}
