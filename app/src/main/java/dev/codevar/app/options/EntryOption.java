package dev.codevar.app.options;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelFile;
import dev.codevar.models.ModelSet;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The option that says which models to take of checkpoints that hold several. */
public final class EntryOption {
    @Option(
            names = "--entry",
            paramLabel = "ENTRY",
            split = ";",
            description =
                    "Where in trainings' .pth files the models lie that leave a choice, such as trainer.var_wo_ddp or ema;"
                            + " several by repeating the option or with ';' between. Default: the only place where there is"
                            + " such a model.")
    private List<String> entries = List.of();

    /**
     * {@return the entry of a single model, if one is named}
     *
     * @throws InvalidInputException if several are named
     */
    public Optional<String> only() {
        if (entries.size() > 1) {
            throw new InvalidInputException("--entry names " + entries.size() + " entries for one model");
        }
        return entries.stream().findFirst();
    }

    /** {@return the model set in a folder, with these entries; where none are named, with those that are recorded} */
    ModelSet open(Path folder, Collection<String> recorded) {
        return entries.isEmpty() ? ModelSet.open(folder, Set.copyOf(recorded)) : open(folder);
    }

    /** {@return the model set in a folder, with these entries} */
    public ModelSet open(Path folder) {
        ModelSet set = ModelSet.open(folder, entries());
        ModelFile.requireTaken(entries(), set.files());
        return set;
    }

    /**
     * Refuses entries that could mean nothing.
     *
     * @param read what is read, or is not
     * @throws InvalidInputException if an entry is named
     */
    public void requireNone(String read) {
        if (!entries.isEmpty()) {
            throw new InvalidInputException("--entry says which models of a model set's files are meant: " + read);
        }
    }

    /** {@return the entries; none where files leave no choice} */
    public Set<String> entries() {
        return new LinkedHashSet<>(entries);
    }
}
