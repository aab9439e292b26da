package dev.codevar.files.data;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/** The picture files in a folder and in all folders within it, where links lead too; not those whose names begin with a dot. */
public final class PictureTree {
    /** How their names end, for messages. */
    public static final String ENDINGS = ".png, .jpg, .jpeg, .bmp, .gif, .webp, .tif, .tiff";

    private static final Pattern PICTURE =
            Pattern.compile("[^.].*\\.(png|jpe?g|bmp|gif|webp|tiff?)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private PictureTree() {}

    /**
     * A file.
     *
     * @param name with the folders that it is in, by slashes
     * @param bytes its size
     * @param changed when it was last changed, in milliseconds
     */
    public record Entry(String name, long bytes, long changed) {}

    /**
     * {@return the files in no order}
     *
     * @param folder what names are relative to
     * @param from the folder to begin in: {@code folder} or one in it
     * @throws CodeVarException in one line that names {@code from}, if it cannot be read, or a link in it that leads nowhere
     */
    public static List<Entry> of(Path folder, Path from) {
        List<Entry> files = new ArrayList<>();
        SimpleFileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                boolean hidden = !inner.equals(from)
                        && String.valueOf(inner.getFileName()).startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean named =
                        PICTURE.matcher(String.valueOf(file.getFileName())).matches();
                if (named && attributes.isSymbolicLink()) {
                    throw new BrokenFileException(
                            file + " is a link that leads nowhere: put the picture there, or delete it");
                }
                if (named && attributes.isRegularFile()) {
                    String relative = folder.relativize(file).toString().replace('\\', '/');
                    long changed = attributes.lastModifiedTime().toMillis();
                    files.add(new Entry(relative, attributes.size(), changed));
                }
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(from, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot read folder " + from + ": " + IoReason.of(e), e);
        }
        return files;
    }
}
