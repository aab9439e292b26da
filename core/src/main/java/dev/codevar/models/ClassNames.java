package dev.codevar.models;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.Nearest;
import dev.codevar.zoo.ImageNet;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds classes by what somebody typed, or called folders.
 *
 * @param classes the names of a model set's classes, by number; a name may be several, divided by ", "
 */
public record ClassNames(List<String> classes) {
    /** Among numbers, what several classes are called. */
    private static final int SEVERAL = -1;
    /** So many letters of what was typed are shown: what is legal must not be lost behind a long text. */
    private static final int SHOWN = 60;

    /** Copies the names. */
    public ClassNames {
        classes = List.copyOf(classes);
    }

    /** As {@link ModelSet#classOf}. */
    int find(String text) {
        String wanted = Normalizer.normalize(text, Normalizer.Form.NFC).trim().toLowerCase(Locale.ROOT);
        if (wanted.matches("-?\\d{1,9}")) {
            int label = Integer.parseInt(wanted);
            if (label < 0 || label >= classes.size()) {
                throw new InvalidInputException("class " + label + " is not between 0 and " + (classes.size() - 1));
            }
            return label;
        }
        List<Integer> exact = matching(name -> List.of(name.split(", ")).contains(wanted) || name.equals(wanted));
        List<Integer> found = exact.isEmpty() ? matching(name -> !wanted.isEmpty() && name.contains(wanted)) : exact;
        if (found.size() != 1) {
            String choices = found.isEmpty()
                    ? meant(text) + "numbers 0 to " + (classes.size() - 1) + " and names such as "
                            + classes.subList(0, Math.min(3, classes.size())) + " are legal"
                    : "it may mean "
                            + found.stream()
                                    .limit(8)
                                    .map(i -> i + " (" + classes.get(i) + ")")
                                    .toList();
            throw new InvalidInputException(
                    "class '" + shown(text) + "' is " + (found.isEmpty() ? "unknown" : "ambiguous") + ": " + choices);
        }
        return found.get(0);
    }

    /** In one line, for servers answer with the first line of a message. */
    private static String shown(String text) {
        String line = text.replaceAll("\\R", " ");
        return line.codePointCount(0, line.length()) > SHOWN
                ? line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…"
                : line;
    }

    private String meant(String text) {
        List<String> names =
                classes.stream().flatMap(name -> Stream.of(name.split(", "))).toList();
        String meant = Nearest.meant(text, names);
        List<String> parts = List.of(text.split(",", -1));
        boolean several = meant.isEmpty() && parts.size() > 1 && parts.stream().allMatch(part -> meansOne(part, names));
        return several ? "these are " + parts.size() + " classes, which --class divides by ';'; " : meant;
    }

    private boolean meansOne(String text, List<String> names) {
        String part = text.strip().toLowerCase(Locale.ROOT);
        return !part.isEmpty()
                && (matching(name -> name.contains(part)).size() == 1
                        || Nearest.to(part, names).isPresent());
    }

    private List<Integer> matching(Predicate<String> wanted) {
        return IntStream.range(0, classes.size())
                .filter(i -> wanted.test(classes.get(i).toLowerCase(Locale.ROOT)))
                .boxed()
                .toList();
    }

    /**
     * {@return the number of each folder's class by the folder's name; empty unless every folder is of a class, each of another} A folder
     * is called by a class's number or name in any case, with whatever stands for what a folder's name cannot hold ({@code T-shirt_top}
     * for {@code T-shirt/top}), or by a number of ImageNet's ({@code n01440764}).
     *
     * @param folders names of folders of pictures
     */
    public Map<String, Integer> ofFolders(Collection<String> folders) {
        Map<String, Integer> numbers = numbersByLetters();
        Map<String, Integer> found = new HashMap<>();
        for (String folder : Set.copyOf(folders)) {
            int label = folder.matches("\\d{1,9}")
                    ? Integer.parseInt(folder)
                    : numbers.getOrDefault(letters(folder), SEVERAL);
            if (label < 0 || label >= classes.size() || found.containsValue(label)) {
                return Map.of();
            }
            found.put(folder, label);
        }
        return found;
    }

    private Map<String, Integer> numbersByLetters() {
        Map<String, Integer> numbers = new HashMap<>();
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
                    .map(ClassNames::letters)
                    .distinct()
                    .filter(letters -> !letters.isEmpty())
                    .forEach(letters -> numbers.merge(letters, own, (one, other) -> SEVERAL));
        }
        return numbers;
    }

    private static String letters(String name) {
        // macOS writes letters and their accents one by one.
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
