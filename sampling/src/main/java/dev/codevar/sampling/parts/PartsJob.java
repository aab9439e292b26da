package dev.codevar.sampling.parts;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.run.SampleRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run to be drawn in parts, with all that whoever draws some of it has to know.
 *
 * @param format the version of the layout of a folder of parts: 1
 * @param run the whole run
 * @param kind what its parts are
 * @param models the model set's folder, the same wherever something is drawn; of no meaning where the job brings the files along
 * @param entries which models are taken of checkpoints that hold several
 * @param brought the files of the model set where the job brings them along; none where the folder is shared
 * @param lowMemory whether only the model at work is kept
 * @param maxMemory most bytes that a process may have resident, or null
 * @param out where to: a path, or an address of a Hadoop file system
 * @param blocks how many blocks a part has at most
 * @param otherKernels whether processors may draw that would make other bits
 */
public record PartsJob(
        int format,
        SampleRun run,
        PartKind kind,
        String models,
        List<String> entries,
        List<String> brought,
        boolean lowMemory,
        @Nullable Long maxMemory,
        String out,
        int blocks,
        boolean otherKernels) {
    /** The version of the layout that this code reads and writes. */
    public static final int FORMAT = 1;

    /** The most blocks of a part. */
    public static final int LARGEST_PART = 10_000;

    public PartsJob {
        entries = List.copyOf(entries);
        brought = List.copyOf(brought);
        if (format != FORMAT) {
            throw new InvalidInputException("format " + format + " of parts is not " + FORMAT);
        }
        if (blocks < 1 || blocks > LARGEST_PART) {
            throw new InvalidInputException("blocks " + blocks + " of a part is not between 1 and " + LARGEST_PART);
        }
        if (run.shards() != 1) {
            throw new InvalidInputException("a share of a run is not drawn in parts");
        }
        if (!kind.suits(run)) {
            throw new InvalidInputException("parts " + kind + " do not suit what the run keeps of its pictures");
        }
    }

    /** {@return the same job for this run} */
    public PartsJob with(SampleRun begun) {
        return new PartsJob(
                format, begun, kind, models, entries, brought, lowMemory, maxMemory, out, blocks, otherKernels);
    }

    /** {@return it on one line} */
    public String json() {
        return Json.line(this);
    }

    /**
     * {@return the job in such a line}
     *
     * @param name what holds it, for messages
     */
    public static PartsJob parse(String json, String name) {
        return Json.parse(json, PartsJob.class, name);
    }
}
