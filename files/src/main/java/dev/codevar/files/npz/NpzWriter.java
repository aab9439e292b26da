package dev.codevar.files.npz;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import dev.codevar.file.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file of several arrays, one after the other, to the byte as {@code numpy.savez} does. It appears under its name, and
 * replaces what has it, with {@link #commit}; without, nothing is left of it.
 *
 * <pre>{@code
 * try (NpzWriter npz = NpzWriter.create(file)) {
 *     try (NpzArray images = npz.growing("arr_0", NpyType.UINT8, 256, 256, 3)) {
 *         images.write(pixels);
 *     }
 *     npz.commit();
 * }
 * }</pre>
 */
public final class NpzWriter implements AutoCloseable {
    private static final int LONGEST_NAME = 1000;

    private final Path file;
    private final UnfinishedFile unfinished;
    private final ZipRecords records;
    private final Set<String> names = new HashSet<>();
    private final List<ZipRecords.Entry> entries = new ArrayList<>();
    private @Nullable NpzArray current;
    private long end;
    private boolean committed;

    private NpzWriter(Path file, UnfinishedFile unfinished, ZipRecords records) {
        this.file = file;
        this.unfinished = unfinished;
        this.records = records;
    }

    /**
     * Begins a file without arrays.
     *
     * @param file where to; untouched until {@link #commit}
     * @throws CodeVarException in one line that names the file, if it cannot be written there
     */
    public static NpzWriter create(Path file) {
        return create(file, ZipRecords.PYTHON);
    }

    static NpzWriter create(Path file, ZipRecords records) {
        WholeFile.requireReplaceable(file);
        try {
            return new NpzWriter(file, new UnfinishedFile(file), records);
        } catch (IOException | CodeVarException e) {
            throw new CodeVarException("cannot write " + file + ": " + OneLine.reason(e), e);
        }
    }

    /**
     * Begins an array whose shape is known; all of it must be written before it is closed.
     *
     * @param name as in {@code numpy.load(file)[name]}
     */
    public NpzArray array(String name, NpyHeader header) {
        return begin(name, header, false);
    }

    /**
     * Begins an array whose first dimension is what will have been written when it is closed.
     *
     * @param name as in {@code numpy.load(file)[name]}
     * @param type what the elements are
     * @param row the other dimensions
     */
    public NpzArray growing(String name, NpyType type, long... row) {
        long[] shape = new long[row.length + 1];
        System.arraycopy(row, 0, shape, 1, row.length);
        NpyHeader header = NpyHeader.of(type, shape);
        if (header.rowBytes() == 0) {
            throw new InvalidInputException("array " + OneLine.quote(name) + " cannot grow by rows without elements");
        }
        return begin(name, header, true);
    }

    private NpzArray begin(String name, NpyHeader header, boolean growing) {
        checkIdle();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidInputException("array name " + OneLine.quote(name) + " is not 1 to " + LONGEST_NAME
                    + " characters without control characters");
        } else if (!names.add(name)) {
            throw new InvalidInputException("array " + OneLine.quote(name) + " is there already");
        }
        NpzArray array = new NpzArray(this, name, header, growing, end);
        current = array;
        return array;
    }

    private void checkIdle() {
        if (committed) {
            throw new IllegalStateException("the file is already committed");
        } else if (current != null) {
            throw new IllegalStateException("array " + OneLine.quote(current.name()) + " is not whole or not closed");
        }
    }

    ZipRecords records() {
        return records;
    }

    void write(ByteBuffer bytes, long position) {
        try {
            unfinished.write(bytes, position);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    void finished(ZipRecords.Entry entry, long entryEnd) {
        entries.add(entry);
        end = entryEnd;
        current = null;
    }

    /**
     * Finishes the file, forces it to disk and gives it its name.
     *
     * @throws CodeVarException in one line that names the file, if that fails; what had the name is then untouched
     */
    public void commit() {
        checkIdle();
        write(records.directory(entries, end), end);
        try {
            unfinished.finish();
        } catch (IOException e) {
            throw failure(e);
        }
        committed = true;
    }

    /** Gives up what is not committed. */
    @Override
    public void close() {
        try {
            unfinished.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private CodeVarException failure(IOException e) {
        return new CodeVarException("cannot write " + file + ": " + OneLine.reason(e), e);
    }
}
