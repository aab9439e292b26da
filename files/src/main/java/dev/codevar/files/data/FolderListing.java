package dev.codevar.files.data;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The picture files of a folder that has a folder for each class, with whatever folders in it.
 *
 * @param folder holds the classes' folders
 * @param classes their names; the number of a class is its place here
 * @param files in the order in which pictures are numbered
 */
record FolderListing(Path folder, List<String> classes, List<Entry> files) {
    /**
     * A file.
     *
     * @param name with the folders below {@link #folder} that it is in, by slashes
     * @param label its class
     * @param bytes its size
     * @param changed when it was last changed, in milliseconds
     */
    record Entry(String name, int label, long bytes, long changed) {}

    /** {@return the pictures of all folders in {@code folder}, whose sorted names are the classes} */
    static FolderListing training(Path folder) {
        List<String> names = folders(folder);
        List<String> classes =
                names.stream().map(FolderListing::composed).distinct().toList();
        if (classes.size() < names.size()) {
            throw new BrokenFileException(
                    folder + " has two folders of one name, whose accents are written in different ways");
        }
        if (classes.isEmpty()) {
            throw new BrokenFileException(folder + " has no folders: it needs one for each class, with its pictures");
        }
        List<Entry> files = new ArrayList<>();
        for (String name : names) {
            List<Entry> some = files(folder, name, classes.indexOf(composed(name)));
            if (some.isEmpty()) {
                throw new BrokenFileException(folder.resolve(name) + " has no pictures (" + PictureTree.ENDINGS
                        + "): put some there, or delete the folder");
            }
            files.addAll(some);
        }
        return new FolderListing(folder, classes, List.copyOf(files));
    }

    /**
     * {@return the pictures of the same classes in another folder} Classes take turns, so that the first of them are an even sample.
     */
    FolderListing measuring(Path other) {
        List<Entry> files = new ArrayList<>();
        List<Integer> turns = new ArrayList<>();
        for (String name : folders(other)) {
            int label = classes.indexOf(composed(name));
            if (label < 0) {
                throw new BrokenFileException(
                        other.resolve(name) + " is of no class: " + folder + " has no folder " + name);
            }
            List<Entry> some = files(other, name, label);
            for (int turn = 0; turn < some.size(); turn++) {
                files.add(some.get(turn));
                turns.add(turn);
            }
        }
        if (files.isEmpty()) {
            throw new BrokenFileException(other + " has no pictures to measure with: it needs folders as " + folder
                    + " has them, with pictures");
        }
        List<Integer> order = Stream.iterate(0, i -> i + 1)
                .limit(files.size())
                .sorted(Comparator.comparing(turns::get))
                .toList();
        return new FolderListing(other, classes, order.stream().map(files::get).toList());
    }

    /** macOS writes letters and their accents one by one. */
    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private static List<String> folders(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BrokenFileException("there is no folder " + folder);
        }
        return FolderFiles.list(folder).stream()
                .filter(Files::isDirectory)
                .map(one -> String.valueOf(one.getFileName()))
                .filter(name -> !name.startsWith("."))
                .sorted()
                .toList();
    }

    private static List<Entry> files(Path folder, String name, int label) {
        return PictureTree.of(folder, folder.resolve(name)).stream()
                .map(file -> new Entry(file.name(), label, file.bytes(), file.changed()))
                .sorted(Comparator.comparing(Entry::name))
                .toList();
    }

    Path file(int index) {
        return folder.resolve(files.get(index).name());
    }

    /** {@return SHA-256 of classes and of all files' names, sizes and times} */
    String identity() {
        Sha256 all = new Sha256();
        classes.forEach(name -> add(all, name + "\n"));
        for (Entry file : files) {
            add(all, file.name() + "\n" + file.label() + " " + file.bytes() + " " + file.changed() + "\n");
        }
        return all.hex();
    }

    private static void add(Sha256 all, String line) {
        all.add(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }
}
