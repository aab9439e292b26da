package dev.codevar.evaluation.pictures;

import dev.codevar.sampling.parts.Part;
import java.nio.file.Path;

/** The parts of a run as files of this machine. */
public interface PartFiles extends AutoCloseable {
    /** {@return the part's file, there until another part is asked for} */
    Path file(Part part);

    @Override
    default void close() {}
}
