package dev.codevar.checkpoint;

import dev.codevar.fault.CodeVarException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A checkpoint file: a flat {@code state_dict} written by {@code torch.save}, or safetensors. Tensors may be loaded on any
 * thread, several at a time, until it is closed.
 */
public interface Checkpoint extends TensorSource {

    /**
     * Opens a file and reads its directory, no tensor yet. The format is recognised by the content, never by the name.
     *
     * @param file a {@code .pth} or safetensors file
     * @return the open checkpoint
     * @throws CodeVarException in one line that names the file, if it is missing, neither format, or broken
     */
    static Checkpoint open(Path file) {
        return TensorFile.open(file);
    }

    /** {@return the file} */
    Path file();

    /** {@return what a safetensors file says about itself, in its order; empty for a {@code .pth}; unmodifiable} */
    Map<String, String> metadata();

    /** Closes the file; tensors that were loaded stay. A second call does nothing. */
    @Override
    void close();
}
