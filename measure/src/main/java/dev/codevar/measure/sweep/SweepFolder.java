package dev.codevar.measure.sweep;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.WholeFile;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.SampleRunJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A sweep's folder: a run for each plan, and what the sweep was begun with, so that plans which are drawn later are drawn alike.
 *
 * @param path the folder
 */
public record SweepFolder(Path path) {
    /** The run of the plan that the sweep began with: but for the plan, those of all others are the same. */
    private static final String RUN = "options.json";

    private static final String ASKED = "asked.json";

    /** {@return a run as this sweep's runs are, but for the plan and its weights; empty if there is none yet} */
    public Optional<SampleRun> recorded() {
        Path file = path.resolve(RUN);
        return text(file).map(json -> SampleRunJson.parse(json.getBytes(StandardCharsets.UTF_8), file.toString()));
    }

    /** {@return what was asked last; empty if nothing was yet} */
    public Optional<SweepOptions> asked() {
        Path file = path.resolve(ASKED);
        return text(file).map(json -> Json.parse(json, SweepOptions.class, file.toString()));
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    /**
     * Records what is asked, and how runs are drawn if that is not recorded yet. Plans may be others than before.
     *
     * @param runs alike but for the plan, at least one
     * @throws InvalidInputException if the sweep was begun otherwise
     */
    void begin(List<SampleRun> runs, SweepOptions asked) {
        Optional<SampleRun> begun = recorded();
        begun.ifPresent(first ->
                runs.forEach(run -> first.firstDifferenceButForThePlan(run).ifPresent(this::refuse)));
        asked().flatMap(before -> before.firstDifference(asked)).ifPresent(this::refuse);
        FolderFiles.make(path);
        WholeFile.write(path.resolve(ASKED), Json.file(asked).getBytes(StandardCharsets.UTF_8));
        if (begun.isEmpty()) {
            WholeFile.write(path.resolve(RUN), SampleRunJson.of(runs.get(0)));
        }
    }

    private void refuse(String difference) {
        throw new InvalidInputException(path + " was begun with " + difference
                + ": give the same options, or none but --out, or another folder");
    }

    /** {@return the folder of a plan's run} */
    Path run(SweepPlan plan) {
        return path.resolve(plan.folder());
    }
}
