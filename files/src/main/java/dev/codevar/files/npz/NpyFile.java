package dev.codevar.files.npz;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** One array in a file of its own, as {@code numpy.save} writes it. */
public final class NpyFile {

    private NpyFile() {}

    /**
     * Opens one.
     *
     * @param file an npy file
     * @return its array; closing it closes the file
     * @throws CodeVarException in one line that names the file, if it is not one of ours to read
     */
    public static NpyStream open(Path file) {
        BrokenFileException.requireNoFolder(file);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            long size = channel.size();
            return NpyStream.open(new NpyStream.Source(
                    file.toString(), new RegionStream(channel, 0, size), size, OptionalLong.empty(), channel));
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot read " + file + ": " + OneLine.reason(e), e);
        }
    }
}
