package dev.codevar.models;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.CheckpointEntry;
import dev.codevar.checkpoint.TakenEntry;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import dev.codevar.file.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A model's checkpoint.
 *
 * @param file where it lies
 * @param entry which of the state dicts in it is the model
 */
public record ModelFile(Path file, CheckpointEntry entry) {

    /** {@return its tensors, which the caller closes} */
    public Checkpoint open() {
        return Checkpoint.open(file, entry);
    }

    /** {@return SHA-256 of the file, and behind it the entry that is taken, if it is one of those that are preferred} */
    public String hash() {
        try {
            String hash = Sha256.of(file);
            return preferred().map(path -> hash + " [" + path + "]").orElse(hash);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    /** Entries may be named for other files, too. */
    private Optional<String> preferred() {
        return entry.preferred().isEmpty()
                ? Optional.empty()
                : read(Checkpoint::taken).map(TakenEntry::path).filter(entry.preferred()::contains);
    }

    /**
     * Refuses entries that mean nothing.
     *
     * @param entries paths of state dicts
     * @param files models
     * @throws InvalidInputException if none of the models is at one of the entries
     */
    public static void requireTaken(Set<String> entries, Collection<ModelFile> files) {
        if (entries.isEmpty()) {
            return;
        }
        Set<String> left = new TreeSet<>(entries);
        for (ModelFile file : files) {
            file.read(Checkpoint::taken).map(TakenEntry::path).ifPresent(left::remove);
        }
        if (!left.isEmpty()) {
            List<String> names = files.stream()
                    .map(file -> file.file().toString())
                    .distinct()
                    .toList();
            throw new InvalidInputException("no model is at the entry " + OneLine.some(left)
                    + (names.isEmpty() ? ": no file is read" : " of " + OneLine.some(names)));
        }
    }

    <T> T read(Function<Checkpoint, T> body) {
        try (Checkpoint checkpoint = open()) {
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
