package dev.codevar.memory;

import dev.codevar.models.ModelSet;
import dev.codevar.tensor.Resources;

/**
 * A model set as an engine has it open.
 *
 * @param set what there is
 * @param resources where and how finely it computes
 * @param models what was read of it
 */
public record Opened(ModelSet set, Resources resources, LoadedModels models) {}
