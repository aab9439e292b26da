package dev.codevar.sampling.parts;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a finished run in parts consists of; it is written last, and what it does not name does not count. Every block is in exactly
 * one part.
 *
 * @param format the version of the layout
 * @param run the run as it was begun
 * @param kind what the parts are
 * @param parts in the order of their blocks
 * @param makers all that drew pictures of it beside the models
 * @param array the file that all parts became, whose own files are gone then; null where they are what comes out
 */
public record PartManifest(
        int format,
        SampleRun run,
        PartKind kind,
        List<Part> parts,
        List<Maker> makers,
        @Nullable WholeArray array) {
    /**
     * The array of all pictures.
     *
     * @param file its name
     * @param bytes how long it is
     * @param sha256 its SHA-256
     */
    public record WholeArray(String file, long bytes, String sha256) {}

    public PartManifest {
        parts = List.copyOf(parts);
        makers = List.copyOf(makers);
        if (format != PartsJob.FORMAT) {
            throw new InvalidInputException("format " + format + " of parts is not " + PartsJob.FORMAT);
        }
        int block = 0;
        for (Part part : parts) {
            if (part.first() != block) {
                throw new InvalidInputException(
                        "part " + part.file() + " begins with block " + part.first() + ", not " + block);
            }
            block += part.blocks();
        }
        if (block != run.blocks().count()) {
            throw new InvalidInputException(
                    "its parts have " + block + " blocks of " + run.blocks().count());
        }
    }

    /** {@return it as a file holds it} */
    public String json() {
        return Json.file(this);
    }

    /**
     * {@return what such a file holds}
     *
     * @throws BrokenFileException if it was cut off, or names not every block once
     */
    public static PartManifest parse(String json, String name) {
        return Json.parse(json, PartManifest.class, name);
    }
}
