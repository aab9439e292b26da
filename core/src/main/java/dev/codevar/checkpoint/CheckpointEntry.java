package dev.codevar.checkpoint;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import java.util.Optional;
import java.util.Set;

/**
 * Which state dict of a {@code .pth} file is meant, where a training left several: the one at a path; or else the one at a preferred
 * path; or else the only one that has a certain tensor, or the only one at all.
 *
 * @param path the keys that lead to it, such as {@code trainer.var_wo_ddp}; empty to find it
 * @param preferred paths of which one is taken where it is in the file and has a mark
 * @param marks names of tensors, of which it has one if it is found; none for any
 */
public record CheckpointEntry(Optional<String> path, Set<String> preferred, Set<String> marks) {
    /** The only one. */
    public static final CheckpointEntry ANY = new CheckpointEntry(Optional.empty(), Set.of(), Set.of());

    /** Copies the names. */
    public CheckpointEntry {
        preferred = Set.copyOf(preferred);
        marks = Set.copyOf(marks);
    }

    /** {@return the only one that has any of these tensors, or the only one at all} */
    public static CheckpointEntry having(String... marks) {
        return new CheckpointEntry(Optional.empty(), Set.of(), Set.of(marks));
    }

    /** {@return the one at {@code path}; without a path, the one that would be found} */
    public CheckpointEntry at(Optional<String> path) {
        return new CheckpointEntry(path, preferred, marks);
    }

    /** {@return the one at any of these paths that the file has; otherwise the one that would be found} */
    public CheckpointEntry preferring(Set<String> paths) {
        return new CheckpointEntry(path, paths, marks);
    }

    /** Fails if a path is asked for in {@code what}, which has none. */
    void requireNone(String what) {
        path.ifPresent(name -> {
            throw new InvalidInputException(
                    "there is no entry " + OneLine.quote(name) + ": " + what + " has its tensors without entries");
        });
    }
}
