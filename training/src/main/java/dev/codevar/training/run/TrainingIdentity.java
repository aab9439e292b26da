package dev.codevar.training.run;

import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.training.config.Configuration;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.loop.recipe.Setup;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a training's bytes follow from beside its recipe, named for whoever goes on with other settings. */
public final class TrainingIdentity {
    /** The file in a training's folder that says how it was begun. */
    public static final String CONFIG = "config.yaml";
    /** The setting that says with how many threads a training computes. */
    public static final String THREADS = "threads";
    /** The setting that says in what it computes, by {@link Precision#label}. */
    public static final String PRECISION = "precision";

    private final Map<String, String> about = new LinkedHashMap<>();
    private final String maker;

    /** Begins with what all trainings follow from. */
    public TrainingIdentity(Configuration configuration, Place place) {
        maker = place.maker();
        and("kind", configuration.kind());
        and("held out", configuration.heldOut());
        and(THREADS, Libtorch.threads());
        and(PRECISION, place.compute().precision().label());
        if (place.peers().count() > 1) {
            and("processes", place.peers().count());
        }
    }

    /**
     * Adds something.
     *
     * @return the same
     */
    public TrainingIdentity and(String name, Object value) {
        about.put(name, String.valueOf(value));
        return this;
    }

    /** {@return what the training is begun with} */
    public Setup setup(ConfigurationFile.Read<? extends Configuration> configured) {
        return new Setup(configured.value().recipe(), about, maker, CONFIG, configured.yaml());
    }
}
