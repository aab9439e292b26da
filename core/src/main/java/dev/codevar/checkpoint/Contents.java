package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;

/**
 * The directory of a checkpoint file of either format, which is recognised here by its first bytes.
 *
 * @param tensors where each tensor lies, by name, in the order of the file
 * @param metadata what the file says about itself
 */
record Contents(Map<String, Stored> tensors, Map<String, String> metadata) {
    private static final int ZIP = 0x04034b50;
    private static final int EMPTY_ZIP = 0x06054b50;

    /**
     * Reads the directory of a file of either format.
     *
     * @param channel the whole file
     * @return its directory
     * @throws CodeVarException with the reason, but not the file's name, for a file that is not exactly right
     * @throws IOException if reading fails
     */
    static Contents read(SeekableByteChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer start = new Region(0, Math.min(size, 9)).read(channel).order(ByteOrder.LITTLE_ENDIAN);
        if (size >= 4 && (start.getInt(0) == ZIP || start.getInt(0) == EMPTY_ZIP)) {
            return StateDict.read(channel);
        }
        if (size >= 9) {
            long header = start.getLong(0);
            if (header >= 2 && start.get(8) == '{') {
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
