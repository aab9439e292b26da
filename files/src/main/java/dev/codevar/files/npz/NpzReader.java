package dev.codevar.files.npz;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import dev.codevar.file.OpenFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * An open file of several arrays, as {@code numpy.savez} and {@code numpy.savez_compressed} write it. Every refusal is a
 * {@link CodeVarException} of one line that names the file.
 */
public final class NpzReader implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Map<String, NpzEntries.Entry> entries;

    private NpzReader(Path file, FileChannel channel, Map<String, NpzEntries.Entry> entries) {
        this.file = file;
        this.channel = channel;
        this.entries = entries;
    }

    /**
     * Opens a file and checks its directory; the arrays are looked at when they are asked for.
     *
     * @param file an npz file
     */
    public static NpzReader open(Path file) {
        try {
            return OpenFile.read(file, channel -> new NpzReader(file, channel, NpzEntries.read(channel)));
        } catch (IOException | RuntimeException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    /** {@return the arrays' names, without {@code .npy}, in the file's order} */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /**
     * {@return the name of the only array}
     *
     * @param of what it should be of, for the message
     * @throws BrokenFileException if there is none, or there are several
     */
    public String onlyName(String of) {
        if (entries.size() != 1) {
            throw new BrokenFileException(file + " holds " + entries.size() + " arrays, not one of " + of
                    + (entries.isEmpty() ? "" : ": " + OneLine.some(entries.keySet())));
        }
        return names().get(0);
    }

    /** {@return type and shape of an array} */
    public NpyHeader header(String name) {
        try (NpyStream stream = stream(name)) {
            return stream.header();
        }
    }

    /** {@return the CRC-32 of an array's npy file, as the archive says: it changes when the array does} */
    public long crc(String name) {
        return entry(name).crc();
    }

    private NpzEntries.Entry entry(String name) {
        NpzEntries.Entry entry = entries.get(name);
        if (entry == null) {
            throw new BrokenFileException(file + " has no array " + OneLine.quote(name) + " (it has: "
                    + OneLine.some(entries.keySet()) + ")");
        }
        return entry;
    }

    /**
     * Starts to read an array; several may be read at once.
     *
     * @param name one of {@link #names}
     * @return its data, to be closed before the file
     */
    public NpyStream stream(String name) {
        NpzEntries.Entry entry = entry(name);
        return NpyStream.open(new NpyStream.Source(
                what(name), entry.open(channel), entry.bytes(), OptionalLong.of(entry.crc()), () -> {}));
    }

    /**
     * As {@link #stream(String)}, and refuses an array that is not as it should be.
     *
     * @param shape the dimensions, {@link NpyHeader#ANY} for those that may be any
     */
    public NpyStream stream(String name, NpyType type, long... shape) {
        NpyStream stream = stream(name);
        try {
            stream.header().check(type, shape);
        } catch (CodeVarException e) {
            stream.close();
            throw CodeVarException.whileReading("cannot read " + what(name) + ": " + OneLine.reason(e), e);
        }
        return stream;
    }

    private String what(String name) {
        return file + ": array " + OneLine.quote(name);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CodeVarException("cannot close " + file + ": " + OneLine.reason(e), e);
        }
    }
}
