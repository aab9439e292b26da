package dev.codevar.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is wrong with a path, whatever the disk holds or allows: it leads through a file, is too long, or its links never end. The system
 * tells it from a disk that fails by the words of its message alone, in the user's language; so the path itself is looked at.
 */
final class WrongPath {
    /** Linux's limits; elsewhere they are no larger. */
    private static final int LONGEST_NAME_BYTES = 255;

    private static final int LONGEST_PATH_BYTES = 4095;
    private static final int MOST_LINKS = 40;

    private WrongPath() {}

    /** {@return what is wrong with a path that the failure names; empty if nothing is} */
    static Optional<String> of(FileSystemException failure) {
        // Whatever has a class of its own says what it is.
        return failure.getClass() != FileSystemException.class
                ? Optional.empty()
                : Stream.of(failure.getFile(), failure.getOtherFile())
                        .filter(Objects::nonNull)
                        .flatMap(file -> of(Path.of(file).toAbsolutePath(), 0).stream())
                        .findFirst();
    }

    private static Optional<String> of(Path path, int links) {
        if (links > MOST_LINKS) {
            return Optional.of("its symbolic links lead in a circle");
        }
        if (bytes(path) > LONGEST_PATH_BYTES) {
            return Optional.of("the path is too long");
        }
        Path part = path.getRoot();
        for (int i = 0; i < path.getNameCount(); i++) {
            if (Files.exists(part) && !Files.isDirectory(part)) {
                return Optional.of("it leads through " + part + ", which is no folder");
            }
            if (bytes(path.getName(i)) > LONGEST_NAME_BYTES) {
                return Optional.of("a name in it is too long");
            }
            part = part.resolve(path.getName(i));
            if (Files.isSymbolicLink(part)) {
                Path rest = part.relativize(path);
                return target(part).flatMap(target -> of(target.resolve(rest), links + 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> target(Path link) {
        try {
            return Optional.of(link.resolveSibling(Files.readSymbolicLink(link)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
