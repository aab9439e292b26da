package dev.codevar.training.loop.recipe;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.report.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the bytes of a training's weights and log follow from. It is kept in the folder, and must be the same when the
 * training goes on.
 *
 * @param format the version of the layout of a training's folder: 1
 * @param settings by name
 */
public record Settings(int format, Map<String, String> settings) {
    private static final int FORMAT = 1;
    /** Neither the weights nor the log depend on them, so they may be others when it goes on. */
    private static final Set<String> FREE = Set.of("keep", "every samples", "every checkpoint");

    public static Settings of(Setup setup) {
        Map<String, String> settings = new LinkedHashMap<>(setup.about());
        flatten("", Json.values(setup.recipe()), settings);
        settings.keySet().removeAll(FREE);
        return new Settings(FORMAT, settings);
    }

    /** {@return the same, with something else that must be the same in all processes} */
    public Settings with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, String.valueOf(value));
        return new Settings(format, more);
    }

    private static void flatten(String prefix, Map<?, ?> values, Map<String, String> into) {
        values.forEach((key, value) -> {
            String name = prefix + String.valueOf(key).replace('_', ' ');
            if (value instanceof Map<?, ?> inner) {
                flatten(name + " ", inner, into);
            } else {
                into.put(name, String.valueOf(value));
            }
        });
    }

    /** {@return what differs first, as "batch 8, not 16" with this one's value first} */
    public Optional<String> firstDifference(Settings other) {
        Set<String> names = new LinkedHashSet<>(settings.keySet());
        names.addAll(other.settings.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(settings.get(name), other.settings.get(name)))
                .map(name -> name + " " + settings.getOrDefault(name, "unsaid") + ", not "
                        + other.settings.getOrDefault(name, "unsaid"))
                .findFirst();
    }

    public byte[] toJson() {
        return Json.file(this).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param json what a file holds
     * @param name the file's name, for messages
     */
    public static Settings parse(byte[] json, String name) {
        Settings settings = Json.parse(new String(json, StandardCharsets.UTF_8), Settings.class, name);
        if (settings.format != FORMAT || settings.settings == null) {
            throw new BrokenFileException(name + " is no training of format " + FORMAT);
        }
        return settings;
    }
}
