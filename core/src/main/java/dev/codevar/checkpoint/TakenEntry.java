package dev.codevar.checkpoint;

import dev.codevar.fault.OneLine;
import java.util.ArrayList;
import java.util.List;

/**
 * What was taken of a {@code .pth} file, and what became of the tensors' names.
 *
 * @param path the keys that lead to the state dict, such as {@code trainer.var_wo_ddp}; empty if the file is nothing but it
 * @param of how many state dicts of models the file holds
 * @param prefix what all names began with and no longer do, such as {@code module.}; may be empty
 */
public record TakenEntry(String path, int of, String prefix) {

    /** {@return both in a line for people} */
    public String describe() {
        List<String> done = new ArrayList<>();
        if (!path.isEmpty()) {
            done.add("took the tensors at " + OneLine.quote(path)
                    + (of > 1 ? ", one of " + of + " state dicts" : ", its only state dict"));
        }
        if (!prefix.isEmpty()) {
            done.add("removed '" + prefix + "' from all names");
        }
        return String.join("; ", done);
    }
}
