package dev.codevar.checkpoint;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint file: a {@code state_dict} written by {@code torch.save}, alone or in a training's checkpoint, or safetensors. Tensors
 * may be loaded on any thread, several at a time, until it is closed.
 */
public interface Checkpoint extends TensorSource {

    /**
     * Opens a file and reads its directory, no tensor yet. The format is recognised by the content, never by the name.
     *
     * @param file a {@code .pth} or safetensors file
     * @return the open checkpoint
     * @throws CodeVarException in one line that names the file, if it is missing, neither format, broken, or holds no or several
     *     state dicts
     */
    static Checkpoint open(Path file) {
        return open(file, CheckpointEntry.ANY);
    }

    /**
     * Opens a file as {@link #open(Path)}, and takes one of several state dicts.
     *
     * @param file a {@code .pth} or safetensors file
     * @param wanted which
     * @return the open checkpoint
     * @throws CodeVarException as above, with the entries among which the file leaves the choice
     * @throws InvalidInputException if {@code wanted} names an entry that the file does not have
     */
    static Checkpoint open(Path file, CheckpointEntry wanted) {
        return TensorFile.open(file, wanted);
    }

    /** {@return the file} */
    Path file();

    /** {@return what a safetensors file says about itself, in its order; empty for a {@code .pth}; unmodifiable} */
    Map<String, String> metadata();

    /** {@return what of a {@code .pth} file this is, if there is more in it or its names were changed; empty for the file as it is} */
    Optional<TakenEntry> taken();

    /** Closes the file; tensors that were loaded stay. A second call does nothing. */
    @Override
    void close();
}
