package dev.codevar.models;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that appears under its name when it is finished, or not at all: until then it is called {@code <name>.part}. */
final class NewFolder implements AutoCloseable {
    private final Path target;
    private final Path part;

    private NewFolder(Path target, Path part) {
        this.target = target;
        this.part = part;
    }

    /**
     * Begins a folder.
     *
     * @param out its name: nothing of that name is there, or an empty folder
     */
    static NewFolder of(Path out) {
        Path target = out.toAbsolutePath().normalize();
        Path name = target.getFileName();
        if (name == null) {
            throw new InvalidInputException(out + " names no folder");
        }
        Path part = target.resolveSibling(name + ".part");
        try {
            if (Files.exists(target) && !isEmptyFolder(target)) {
                throw new InvalidInputException(out + " is there already; name a new or an empty folder");
            }
            Path parent = part.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (Files.exists(part)) {
                throw new CodeVarException(
                        part + " is there already: somebody is making this folder, or was broken off;"
                                + " delete it in that case");
            }
            Files.createDirectory(part);
        } catch (IOException e) {
            throw failed(out, e);
        }
        return new NewFolder(target, part);
    }

    /** {@return where to put files until the folder is finished} */
    Path path() {
        return part;
    }

    /** Gives the folder its name. */
    void finish() {
        try {
            Files.deleteIfExists(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException e) {
            throw new CodeVarException(target + " is no longer empty", e);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Deletes everything, unless the folder was finished. */
    @Override
    public void close() {
        if (!Files.exists(part)) {
            return;
        }
        try (Stream<Path> all = Files.walk(part)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw failed(part, e);
        }
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    private static CodeVarException failed(Path path, IOException e) {
        return new CodeVarException("cannot make folder " + path + ": " + IoReason.of(e), e);
    }
}
