package dev.codevar.app.scoring;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A folder for features of pictures that nobody keeps; gone in the end with all that is in it, and when the process is told to stop. */
final class TemporaryFolder implements AutoCloseable {
    private final Path folder;
    private final Thread stopping = new Thread(this::delete, "temporary-folder");

    TemporaryFolder() {
        try {
            this.folder = Files.createTempDirectory("codevar-evaluate");
            Runtime.getRuntime().addShutdownHook(stopping);
        } catch (IOException e) {
            throw new CodeVarException("cannot make a folder for features: " + IoReason.of(e), e);
        }
    }

    /** {@return a file or folder in it} */
    Path resolve(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(stopping);
        } catch (IllegalStateException endsAlready) {
            // Then it is deleted there.
            return;
        }
        delete();
    }

    private void delete() {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path emptied, IOException failure) throws IOException {
                    Files.delete(emptied);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new CodeVarException("cannot delete " + folder + ": " + IoReason.of(e), e);
        }
    }
}
