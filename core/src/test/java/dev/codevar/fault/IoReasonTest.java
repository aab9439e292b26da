package dev.codevar.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.EnumSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Paths that lead nowhere are told from disks that fail, by what the system really throws. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class IoReasonTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void aFile() throws IOException {
        file = Files.writeString(folder.resolve("file"), "x");
    }

    @Test
    void pathsThroughFiles() throws IOException {
        String reason = "it leads through " + file + ", which is no folder";
        assertOfPath(thrownBy(() -> Files.readString(file.resolve("x"))), reason);
        assertOfPath(thrownBy(() -> Files.readString(file.resolve("x/y"))), reason);
        assertOfPath(thrownBy(() -> Files.writeString(file.resolve("x"), "y")), reason);
        assertOfPath(thrownBy(() -> Files.move(file, file.resolve("x"))), reason);
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file", "x"));
        assertOfPath(thrownBy(() -> Files.readString(link)), reason);
        assertOfPath(thrownBy(() -> Files.list(file)), "not a folder");
        assertOfPath(thrownBy(() -> Files.createDirectories(file)), "there is a file of that name");
    }

    @Test
    void linksInACircle() throws IOException {
        Path one = Files.createSymbolicLink(folder.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
        String reason = "its symbolic links lead in a circle";
        assertOfPath(thrownBy(() -> Files.readString(one)), reason);
        assertOfPath(thrownBy(() -> Files.createDirectories(one.resolve("x"))), reason);
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("above"), inside);
        assertOfPath(thrownBy(() -> walk(inside)), reason);
    }

    @Test
    void namesThatAreTooLong() {
        Path longest = folder.resolve("n".repeat(255));
        assertOfPath(thrownBy(() -> Files.readString(longest)), "no such file or folder");
        assertOfPath(thrownBy(() -> Files.readString(folder.resolve("n".repeat(256)))), "a name in it is too long");
        assertOfPath(thrownBy(() -> Files.readString(folder.resolve("a/".repeat(2100)))), "the path is too long");
    }

    /** The same path, and no fault of its own. */
    @Test
    void failingDisks() {
        String name = file.toString();
        assertOfDisk(new FileSystemException(name, null, "Input/output error"), "Input/output error");
        assertOfDisk(new FileSystemException(name), "FileSystemException");
        assertOfDisk(new FileSystemException(null), "FileSystemException");
        assertOfDisk(new AccessDeniedException(name), "permission denied");
        assertOfDisk(new IOException("No space left on device"), "No space left on device");
    }

    private static void assertOfPath(IOException failure, String reason) {
        assertThat(IoReason.of(failure)).isEqualTo(reason);
        assertThat(IoReason.isOfPath(failure)).isTrue();
    }

    private static void assertOfDisk(IOException failure, String reason) {
        assertThat(IoReason.of(failure)).isEqualTo(reason);
        assertThat(IoReason.isOfPath(failure)).isFalse();
    }

    private static IOException thrownBy(ThrowingCallable reading) {
        return catchThrowableOfType(IOException.class, reading);
    }

    private static void walk(Path start) throws IOException {
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), 9, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                throw failure;
            }
        });
    }
}
