package dev.codevar.models;

import dev.codevar.zoo.ImageNet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which classes folders of pictures are of, by their names: a class's number, its name or one of its synonyms in any case, with
 * whatever stands for what a folder's name cannot hold ({@code T-shirt_top} for {@code T-shirt/top}), or a number of ImageNet's
 * ({@code n01440764}).
 */
public final class ClassFolders {
    /** In {@link #numbers}, what several classes are called. */
    private static final int SEVERAL = -1;

    private final int classes;
    private final Map<String, Integer> numbers = new HashMap<>();

    /** @param classes the names of a model set's classes, by number */
    public ClassFolders(List<String> classes) {
        this.classes = classes.size();
        boolean imageNet = classes.equals(ImageNet.names());
        for (int label = 0; label < classes.size(); label++) {
            String name = classes.get(label);
            Set<String> called = new HashSet<>(List.of(name.split(", ")));
            called.add(name);
            if (imageNet) {
                called.add(ImageNet.wordNetIds().get(label));
            }
            int own = label;
            called.stream()
                    .map(ClassFolders::letters)
                    .distinct()
                    .filter(letters -> !letters.isEmpty())
                    .forEach(letters -> numbers.merge(letters, own, (one, other) -> SEVERAL));
        }
    }

    /** {@return the number of each folder's class by its name; empty unless every folder is of a class, each of another} */
    public Map<String, Integer> of(Collection<String> folders) {
        Map<String, Integer> found = new HashMap<>();
        for (String folder : Set.copyOf(folders)) {
            OptionalInt label = label(folder);
            if (label.isEmpty() || found.containsValue(label.getAsInt())) {
                return Map.of();
            }
            found.put(folder, label.getAsInt());
        }
        return found;
    }

    private OptionalInt label(String folder) {
        int label =
                folder.matches("\\d{1,9}") ? Integer.parseInt(folder) : numbers.getOrDefault(letters(folder), SEVERAL);
        return label >= 0 && label < classes ? OptionalInt.of(label) : OptionalInt.empty();
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
