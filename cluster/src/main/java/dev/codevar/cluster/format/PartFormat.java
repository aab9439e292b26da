package dev.codevar.cluster.format;

import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.run.SampleRun;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Writes parts of one kind. */
public interface PartFormat {

    /** {@return what writes parts of this kind} */
    static PartFormat of(PartKind kind) {
        return switch (kind) {
            case PARQUET -> new ParquetFormat();
            case WEBDATASET -> new WebDatasetFormat();
            case NPZ, FEATURES -> new ArrayFormat();
        };
    }

    /** {@return whether it keeps PNG files; otherwise what the run records of a picture} */
    boolean ofPngs();

    /**
     * Begins a file.
     *
     * @param to where it goes; closed by what is returned
     * @param run the run
     * @param pictures how many pictures there will be
     */
    Sink begin(OutputStream to, SampleRun run, int pictures) throws IOException;

    /** A file that is being written. */
    interface Sink extends Closeable {
        /**
         * Adds the next picture.
         *
         * @param content its PNG file, its pixels or its features, as the format wants it
         */
        void add(Sampled picture, byte[] content) throws IOException;
    }
}
