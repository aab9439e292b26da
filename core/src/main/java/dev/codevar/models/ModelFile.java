package dev.codevar.models;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.CheckpointEntry;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A model's checkpoint to be converted.
 *
 * @param file where it lies
 * @param entry which of the state dicts in it is the model
 */
record ModelFile(Path file, CheckpointEntry entry) {

    <T> T read(Function<Checkpoint, T> body) {
        try (Checkpoint checkpoint = Checkpoint.open(file, entry)) {
            return body.apply(checkpoint);
        }
    }

    /** As {@link #read}, telling what of the file is the model. */
    <T> T recognise(Conversion.Listener listener, Function<Checkpoint, T> body) {
        return read(checkpoint -> {
            checkpoint.taken().ifPresent(taken -> listener.taken(file, taken));
            return body.apply(checkpoint);
        });
    }
}
