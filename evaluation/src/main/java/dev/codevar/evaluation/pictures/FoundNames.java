package dev.codevar.evaluation.pictures;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.files.data.PictureTree;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of pictures that a folder and those within it hold, with the folders by slashes: in which order, and in which folders. */
final class FoundNames {
    private FoundNames() {}

    /**
     * {@return the names in natural order} Folders take turns where all pictures are in one: they may be classes, and scores of parts of
     * a set want each part mixed.
     *
     * @throws BrokenFileException if there is none
     */
    static List<String> in(Path folder) {
        List<String> names = PictureTree.of(folder, folder).stream()
                .map(PictureTree.Entry::name)
                .sorted(new NaturalOrder())
                .toList();
        if (names.isEmpty()) {
            throw new BrokenFileException(folder
                    + " holds no pictures, nor do folders in it: no file that ends in one of " + PictureTree.ENDINGS);
        }
        List<String> folders = folders(names);
        Map<String, Integer> ofFolder = new HashMap<>();
        Map<String, Integer> turns = new HashMap<>();
        for (int i = 0; i < folders.size(); i++) {
            turns.put(names.get(i), ofFolder.merge(folders.get(i), 1, Integer::sum));
        }
        return folders.isEmpty()
                ? names
                : names.stream().sorted(Comparator.comparing(turns::get)).toList();
    }

    /**
     * {@return of each name the outermost folder in which they differ; empty unless all have one} What lies in one folder alone, such as
     * {@code val}, may lie in folders of classes there.
     */
    static List<String> folders(List<String> names) {
        if (!names.stream().allMatch(name -> name.contains("/"))) {
            return List.of();
        }
        List<String> outermost =
                names.stream().map(name -> name.substring(0, name.indexOf('/'))).toList();
        if (outermost.stream().distinct().count() > 1) {
            return outermost;
        }
        List<String> within = folders(names.stream()
                .map(name -> name.substring(name.indexOf('/') + 1))
                .toList());
        return within.stream().distinct().count() > 1 ? within : outermost;
    }
}
