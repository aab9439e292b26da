package dev.codevar.measure.sweep;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.WholeFile;
import dev.codevar.sampling.SampleRun;
import dev.codevar.sampling.SampleRunJson;
import java.io.IOException;
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
    private static final String OPTIONS = "options.json";

    /** {@return a run as this sweep's runs are, but for the plan and its weights; empty if there is none yet} */
    public Optional<SampleRun> recorded() {
        Path file = path.resolve(OPTIONS);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SampleRunJson.parse(Files.readAllBytes(file), file.toString()));
        } catch (IOException e) {
            throw new CodeVarException("cannot read " + file + ": " + IoReason.of(e), e);
        }
    }

    /**
     * Records how runs are drawn, if that is not recorded yet.
     *
     * @param runs alike but for the plan, at least one
     * @throws InvalidInputException if it is, and one of them is to be drawn otherwise
     */
    void begin(List<SampleRun> runs) {
        Optional<SampleRun> begun = recorded();
        if (begun.isPresent()) {
            for (SampleRun run : runs) {
                begun.get().firstDifferenceButForThePlan(run).ifPresent(difference -> {
                    throw new InvalidInputException(path + " was begun with " + difference
                            + ": give the same options, or none but --out, or another folder");
                });
            }
            return;
        }
        FolderFiles.make(path);
        WholeFile.write(path.resolve(OPTIONS), SampleRunJson.of(runs.get(0)));
    }

    /** {@return the folder of a plan's run} */
    Path run(SweepPlan plan) {
        return path.resolve(plan.folder());
    }
}
