package dev.codevar;

import dev.codevar.models.ModelSet;

/**
 * A model set as an engine has it open.
 *
 * @param set what there is
 * @param resources where and how finely it computes
 * @param models what was read of it
 */
record Opened(ModelSet set, Resources resources, LoadedModels models) {}
