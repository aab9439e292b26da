package dev.codevar.memory;

import dev.codevar.models.ModelSet;
import dev.codevar.tensor.Resources;
import org.jspecify.annotations.Nullable;

/**
 * A model set as an engine has it open.
 *
 * @param set what there is
 * @param resources where and how finely it computes
 * @param models what was read of it
 */
public record Opened(ModelSet set, Resources resources, LoadedModels models) {

    /** Each opening is one of its own, and there are many questions after it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
