package dev.codevar.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them. */
final class Folders {
    private Folders() {}

    /** {@return what lies in a folder and in those below it, the folder first, in an order that no file system changes} */
    static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.sorted(Comparator.comparing(Path::toString)).toList();
        }
    }

    /** {@return the files that lie in a folder and in those below it, without links, in the same order} */
    static List<Path> files(Path folder) throws IOException {
        return all(folder).stream()
                .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> all = all(folder);
            for (int i = all.size() - 1; i >= 0; i--) {
                Files.delete(all.get(i));
            }
        }
    }

    /** Copies a folder to a place where there is none; permissions stay. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path path : all(from)) {
            if (!path.equals(from)) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Gives one time to a folder and all that is in it, links themselves excepted. */
    static void date(Path folder, Instant time) throws IOException {
        for (Path path : all(folder)) {
            if (!Files.isSymbolicLink(path)) {
                FileTime same = FileTime.from(time);
                Files.getFileAttributeView(path, BasicFileAttributeView.class).setTimes(same, null, null);
            }
        }
    }
}
