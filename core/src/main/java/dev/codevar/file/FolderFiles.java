package dev.codevar.file;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders and their files, with failures in one line. */
public final class FolderFiles {

    private FolderFiles() {}

    /** Makes the folder, and those that it is in, if they are not there. */
    public static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CodeVarException("cannot make folder " + folder + ": " + IoReason.of(e), e);
        }
    }

    /** {@return what is in it; nothing if it is not there} */
    public static List<Path> list(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot read folder " + folder + ": " + IoReason.of(e), e);
        }
    }

    /** Deletes a file, or a folder with the files in it, if it is there. */
    public static void delete(Path what) {
        try {
            if (Files.isDirectory(what)) {
                list(what).forEach(FolderFiles::delete);
            }
            Files.deleteIfExists(what);
        } catch (IOException e) {
            throw new CodeVarException("cannot delete " + what + ": " + IoReason.of(e), e);
        }
    }

    /** Gives a file another name; one that has that name already goes. */
    public static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CodeVarException("cannot move " + from + " to " + to + ": " + IoReason.of(e), e);
        }
    }

    /**
     * Looks whether files can be written into a folder, which need not be there yet, and writes nothing.
     *
     * @throws CodeVarException if not; {@link BrokenFileException} if there is something else on its way
     */
    public static void requireWritable(Path folder) {
        try {
            Path there = nearest(folder.toAbsolutePath());
            if (!Files.isDirectory(there)) {
                throw new BrokenFileException("cannot write into folder " + folder + ": " + there + " is a file");
            }
            if (!Files.isWritable(there)) {
                throw new CodeVarException("cannot write into folder " + folder + ": " + there + " does not allow it");
            }
        } catch (IOException e) {
            throw new CodeVarException("cannot write into folder " + folder + ": " + IoReason.of(e), e);
        }
    }

    /** The first on the way up that is there. A link that leads nowhere is in the way: no folder can be made in its place. */
    private static Path nearest(Path folder) throws IOException {
        Path there = folder;
        while (true) {
            try {
                Files.readAttributes(there, BasicFileAttributes.class);
                return there;
            } catch (NoSuchFileException e) {
                if (there.getParent() == null || Files.isSymbolicLink(there)) {
                    throw e;
                }
                there = there.getParent();
            }
        }
    }

    /** {@return a new name in the file's folder, for what gets the file's own when it is whole} */
    public static Path unfinishedBeside(Path file) {
        // Without the file's name: with it, it could be too long.
        return file.resolveSibling("." + UUID.randomUUID() + ".part");
    }

    /** {@return whether it is what a file that was being written leaves when the process is killed} */
    public static boolean unfinished(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(".") && (name.endsWith(".part") || name.endsWith(".tmp"));
    }

    /** Deletes what is {@link #unfinished} in it. */
    public static void deleteUnfinished(Path folder) {
        list(folder).stream().filter(FolderFiles::unfinished).forEach(FolderFiles::delete);
    }
}
