package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.Optional;

/**
 * The directory of a checkpoint file of either format, which is recognised here by its first bytes.
 *
 * @param tensors where each tensor lies, by name, in the order of the file
 * @param metadata what the file says about itself
 * @param taken what of the file they are, and how their names were changed; empty for everything as it is
 */
record Contents(Map<String, Stored> tensors, Map<String, String> metadata, Optional<TakenEntry> taken) {
    private static final int ZIP = 0x04034b50;
    private static final int EMPTY_ZIP = 0x06054b50;

    /**
     * Reads the directory of a file of either format.
     *
     * @param channel the whole file
     * @param wanted which of the state dicts in a {@code .pth} file
     * @return its directory
     * @throws CodeVarException with the reason, but not the file's name, for a file that is not exactly right
     * @throws InvalidInputException if it has no such entry
     * @throws IOException if reading fails
     */
    static Contents read(SeekableByteChannel channel, CheckpointEntry wanted) throws IOException {
        long size = channel.size();
        ByteBuffer start = new Region(0, Math.min(size, 9)).read(channel).order(ByteOrder.LITTLE_ENDIAN);
        if (size >= 4 && (start.getInt(0) == ZIP || start.getInt(0) == EMPTY_ZIP)) {
            return StateDict.read(channel, wanted);
        }
        if (size >= 9) {
            long header = start.getLong(0);
            if (header >= 2 && start.get(8) == '{') {
                wanted.requireNone("a safetensors file");
                return SafetensorsHeader.read(channel, header);
            }
        }
        if (size >= 2 && (start.get(0) & 0xff) == 0x80 && start.get(1) >= 2 && start.get(1) <= 5) {
            throw new BrokenFileException("a bare pickle, as torch.save wrote before version 1.6, is not supported;"
                    + " load it in Python and save it again with a newer torch");
        }
        throw new BrokenFileException(
                "neither a .pth file (a zip archive written by torch.save) nor a safetensors file");
    }
}
