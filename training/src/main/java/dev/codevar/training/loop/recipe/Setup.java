package dev.codevar.training.loop.recipe;

import dev.codevar.fault.InvalidInputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that a training is begun with.
 *
 * @param recipe how it is trained
 * @param about what else the weights follow from, by name: "data", "model", "threads", …
 * @param maker the program's version and its kernels, for people; others may go on with the training, and that is told
 * @param configName {@code config.yaml} or {@code config.json}
 * @param configText what was written by whoever asked for it, kept as it is
 */
public record Setup(Recipe recipe, Map<String, String> about, String maker, String configName, String configText) {
    /** The file in a training's folder that keeps the options of the command that began it. */
    public static final String OPTIONS = "options.json";

    public static final String YAML = "config.yaml";
    public static final String JSON = "config.json";

    public Setup {
        about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
        if (!configName.equals(YAML) && !configName.equals(JSON)) {
            throw new InvalidInputException(configName + " is neither " + YAML + " nor " + JSON);
        }
    }
}
