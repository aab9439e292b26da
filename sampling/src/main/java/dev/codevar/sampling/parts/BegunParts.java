package dev.codevar.sampling.parts;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.run.SampleRun;
import java.util.Optional;

/**
 * What is drawn into a folder of parts, since it was begun.
 *
 * @param format the version of the layout
 * @param run the run as it was begun
 * @param kind what its parts are
 */
public record BegunParts(int format, SampleRun run, PartKind kind) {
    public BegunParts {
        if (format != PartsJob.FORMAT) {
            throw new InvalidInputException("format " + format + " of parts is not " + PartsJob.FORMAT);
        }
    }

    /** {@return what a job begins} */
    public static BegunParts of(PartsJob job) {
        return new BegunParts(job.format(), job.run(), job.kind());
    }

    /** {@return what differs first, as "format PARQUET, not NPZ" with this one's value first} */
    public Optional<String> firstDifference(BegunParts other) {
        return kind == other.kind
                ? run.firstDifference(other.run)
                : Optional.of("format " + kind + ", not " + other.kind);
    }

    /** {@return it as a file holds it} */
    public String json() {
        return Json.file(this);
    }

    /** {@return what such a file holds} */
    public static BegunParts parse(String json, String name) {
        return Json.parse(json, BegunParts.class, name);
    }
}
