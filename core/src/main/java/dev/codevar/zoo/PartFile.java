package dev.codevar.zoo;

import dev.codevar.fault.CodeVarException;
import dev.codevar.file.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** The {@code <name>.part} of a download: locked against a second fetcher, hashed as it grows, renamed when complete. */
final class PartFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final Sha256 sha256 = new Sha256();
    private long size;

    private PartFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens and locks the part beside its target, with what an earlier fetch left in it.
     *
     * @throws CodeVarException when somebody else is fetching the same file
     */
    static PartFile open(Path target) throws IOException {
        return open(target, () -> {}, () -> {});
    }

    /**
     * @param beforeOpening happens between looking which file has the name and opening it: for tests of what others may do meanwhile
     * @param beforeLocking the same between opening and locking
     */
    static PartFile open(Path target, Runnable beforeOpening, Runnable beforeLocking) throws IOException {
        Path path = target.resolveSibling(target.getFileName() + ".part");
        while (true) {
            FileChannel made = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            made.close();
            Optional<Object> before = key(path);
            beforeOpening.run();
            PartFile part;
            try {
                part = new PartFile(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
            } catch (NoSuchFileException movedAway) {
                continue;
            }
            try {
                beforeLocking.run();
                part.lock(target);
                // Whoever had the lock may have given the file its final name, and another may fetch under this name by
                // now. What
                // had the name before something was opened, and has it now, is what was opened.
                if (before.isPresent() && before.equals(key(path))) {
                    part.sha256.addRest(part.channel);
                    part.size = part.channel.position();
                    return part;
                }
                part.channel.close();
            } catch (IOException | RuntimeException e) {
                part.channel.close();
                throw e;
            }
        }
    }

    /** {@return which file has that name now; the name itself where the system does not tell; empty if none has} */
    private static Optional<Object> key(Path path) throws IOException {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return Optional.of(key == null ? path : key);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private void lock(Path target) throws IOException {
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process holds it.
            locked = false;
        }
        if (!locked) {
            throw new CodeVarException("cannot fetch " + target + ": it is being fetched already");
        }
    }

    /** The bytes so far. */
    long size() {
        return size;
    }

    /**
     * @throws CodeVarException when the disk takes no more
     */
    void append(ByteBuffer bytes) throws ClosedByInterruptException {
        ByteBuffer toHash = bytes.duplicate();
        try {
            while (bytes.hasRemaining()) {
                size += channel.write(bytes);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + path + ": " + Reason.of(e), e);
        }
        sha256.add(toHash);
    }

    /** {@return the server's name for the version whose head this is, if it gave one when the fetch began} */
    Optional<String> version() throws IOException {
        try {
            return Optional.of(Files.readString(versionFile()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Notes the version that is fetched from now on. */
    void beginVersion(Optional<String> version) throws IOException {
        if (version.isPresent()) {
            Files.writeString(versionFile(), version.get());
        } else {
            Files.deleteIfExists(versionFile());
        }
    }

    private Path versionFile() {
        return path.resolveSibling(path.getFileName() + ".etag");
    }

    void startOver() throws IOException {
        Files.deleteIfExists(versionFile());
        channel.truncate(0);
        sha256.startOver();
        size = 0;
    }

    /** The hash of everything; to be asked once, at the end. */
    String sha256() {
        return sha256.hex();
    }

    void moveTo(Path target) throws IOException {
        channel.force(true);
        Files.deleteIfExists(versionFile());
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(versionFile());
        Files.deleteIfExists(path);
    }

    /** Releases the lock; what is there, if anything, stays for the next fetch to go on with. */
    @Override
    public void close() throws IOException {
        if (size == 0) {
            delete();
        }
        channel.close();
    }
}
