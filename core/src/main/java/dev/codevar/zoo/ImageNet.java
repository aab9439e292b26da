package dev.codevar.zoo;

import dev.codevar.fault.InvalidInputException;
import java.util.List;

/**
 * The names of the 1000 ImageNet classes that the published models draw, by class index.
 *
 * <p>A name is a WordNet entry: its synonyms, separated by ", ". Two first synonyms occur twice: "crane" is the bird 134
 * and the machine 517, "maillot" both 638 and 639.
 */
public final class ImageNet {
    private static final List<String> LINES = ZooTables.lines("imagenet1000.txt");
    private static final List<String> IDS = column(0);
    private static final List<String> NAMES = column(1);

    private ImageNet() {}

    private static List<String> column(int index) {
        return LINES.stream().map(line -> line.split("\t", -1)[index]).toList();
    }

    /** The 1000 names with all their synonyms, the common one first: "tench, Tinca tinca", ...; unmodifiable. */
    public static List<String> names() {
        return NAMES;
    }

    /** The 1000 WordNet ids, in rising order as the class indices are: "n01440764", ...; unmodifiable. */
    public static List<String> wordNetIds() {
        return IDS;
    }

    /**
     * A name short enough for a caption: the first synonym.
     *
     * @param index 0 to 999
     * @throws InvalidInputException when the index is out of range
     */
    public static String shortName(int index) {
        if (index < 0 || index >= NAMES.size()) {
            throw new InvalidInputException("class " + index + " is out of range 0.." + (NAMES.size() - 1));
        }
        return NAMES.get(index).split(", ", 2)[0];
    }
}
