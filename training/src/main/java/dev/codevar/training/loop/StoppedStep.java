package dev.codevar.training.loop;

import dev.codevar.checkpoint.Safetensors;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.WholeFile;
import dev.codevar.report.json.Json;
import dev.codevar.training.Parameters;
import dev.codevar.training.loop.step.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a step leaves whose loss or gradient is not finite: a folder with its examples' numbers and the parameters before it. */
final class StoppedStep {
    private StoppedStep() {}

    /**
     * Writes the folder, whole or not at all; an older one is replaced.
     *
     * @param parameters as they were before the step, by the names of their files
     */
    static void write(Path folder, Step step, Map<String, Parameters> parameters) {
        Path unfinished = folder.resolveSibling("." + folder.getFileName() + ".part");
        FolderFiles.delete(unfinished);
        FolderFiles.make(unfinished);
        WholeFile.write(unfinished.resolve("batch.json"), json(step));
        Map<String, String> metadata = Map.of(Reports.STEP, String.valueOf(step.number()));
        parameters.forEach((name, some) -> Safetensors.write(unfinished.resolve(name), some, metadata));
        FolderFiles.delete(folder);
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + folder + ": " + IoReason.of(e), e);
        }
    }

    private static byte[] json(Step step) {
        Map<String, Object> batch = new LinkedHashMap<>();
        batch.put("steps_taken", step.number());
        batch.put("epoch", step.epoch());
        batch.put("loss", step.loss());
        batch.put("gradient_norm", step.gradientNorm());
        batch.put("examples", step.examples());
        return Json.file(batch).getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the line that ends the training} */
    static String message(Path folder, Step step, int steps) {
        return "step " + (step.number() + 1) + " of " + steps + ": " + step.fault()
                + "; its examples and the parameters before it are in " + folder;
    }
}
