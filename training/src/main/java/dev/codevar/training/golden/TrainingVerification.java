package dev.codevar.training.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import dev.codevar.verify.Check;
import dev.codevar.verify.GoldenCase;
import dev.codevar.verify.GoldenWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Repeats the training steps of a golden case, a folder that holds {@code training.json} too, and compares all that it states:
 * losses within 1e-4 of themselves, the norm of every parameter's gradient within 1e-3, and what one step of the optimiser
 * makes of every parameter. An entry that is not understood is a failure, not a silence.
 */
public final class TrainingVerification {

    private TrainingVerification() {}

    /**
     * Runs a case.
     *
     * @param folder the case
     * @param fromPth whether to use the case's {@code .pth} files; where there are no synthetic weights, they are used anyway
     * @param listener told of every comparison as it is made
     * @return all comparisons
     */
    public static List<Check> run(Path folder, boolean fromPth, Consumer<Check> listener) {
        return run(folder, Device.CPU, fromPth, Set.of(), listener);
    }

    /**
     * Runs a case as {@link #run(Path, boolean, Consumer)}.
     *
     * @param device where steps are computed
     * @param entries which state dicts to take of {@code .pth} files that hold several
     */
    public static List<Check> run(
            Path folder, Device device, boolean fromPth, Set<String> entries, Consumer<Check> listener) {
        Libtorch.load();
        GoldenCase golden = GoldenCase.read(folder);
        List<Section> sections = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        Consumer<Check> report = check -> {
            checks.add(check);
            listener.accept(check);
        };
        read(folder.resolve("training.json"))
                .properties()
                .forEach(entry -> sections.add(new Section(entry.getKey(), entry.getValue(), report)));
        return Scoped.value(() -> {
            try (Checkpoint expected = Checkpoint.open(folder.resolve("expected.safetensors"))) {
                StepChecks steps = new StepChecks(GoldenWeights.of(golden, fromPth, entries), expected, device);
                sections.forEach(section -> Scoped.value(() -> {
                    steps.run(section);
                    return 0;
                }));
            }
            return checks;
        });
    }

    private static JsonNode read(Path file) {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new BrokenFileException(file + " is no training data: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw CodeVarException.whileReading(
                    "cannot read " + file + ", which says what training steps compute: " + IoReason.of(e), e);
        }
        if (!json.isObject() || json.isEmpty()) {
            throw new BrokenFileException(file + " holds nothing to compare with");
        }
        return json;
    }
}
