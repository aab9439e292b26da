package dev.codevar.app.options;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.WholeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Names for what is written, found and checked before the work begins. */
public final class OutputFiles {

    private OutputFiles() {}

    /**
     * @param wanted a file name with an extension
     * @return the same, or with -2, -3, … before the extension if that name is taken
     */
    public static Path free(Path wanted) {
        Path candidate = wanted;
        for (int i = 2; Files.exists(candidate); i++) {
            candidate = withSuffix(wanted, "-" + i);
        }
        return candidate;
    }

    /** {@return {@code file} with {@code suffix} before its extension} */
    public static Path withSuffix(Path file, String suffix) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        int end = dot <= 0 ? name.length() : dot;
        return file.resolveSibling(name.substring(0, end) + suffix + name.substring(end));
    }

    /** Fails unless a PNG file can be written under this name. */
    public static Path requireWritablePng(Path file) {
        if (!Files.isDirectory(file)
                && !file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new InvalidInputException(
                    "cannot write " + file + ": pictures are PNG files, so the name must end in .png");
        }
        return requireWritable(file);
    }

    /** Fails unless a file can be written under this name. */
    public static Path requireWritable(Path file) {
        WholeFile.requireReplaceable(file);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new InvalidInputException("cannot write " + file + ": it names no file");
        }
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException("cannot write " + file + ": there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new CodeVarException("cannot write " + file + ": folder " + folder + " does not allow it");
        }
        return file;
    }

    /** Fails unless files can be written into this folder, which need not be there yet. */
    public static Path requireFolder(Path folder) {
        FolderFiles.requireWritable(folder);
        return folder;
    }

    /** Makes the folder if it is not there. */
    public static void makeFolder(Path folder) {
        FolderFiles.make(folder);
    }
}
