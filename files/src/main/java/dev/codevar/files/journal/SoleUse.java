package dev.codevar.files.journal;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that, while one has it open for reading and writing, nobody else can open so: the sign that a folder is being worked on. Nor may this
 * process open it otherwise meanwhile: POSIX gives up all of a process's locks on a file when it closes it anywhere.
 */
public final class SoleUse {

    private SoleUse() {}

    /**
     * Opens the file, empty if it is not there.
     *
     * @throws CodeVarException if another has it open, in this process or another
     */
    public static FileChannel open(Path file) {
        return tryOpen(file).orElseThrow(() -> inUse(file));
    }

    /**
     * As {@link #open}.
     *
     * @return empty if another process has it open
     * @throws CodeVarException if this process has
     */
    static Optional<FileChannel> tryOpen(Path file) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                // A byte that is never there: where locks bind everybody, the file can still be read.
                if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null) {
                    return Optional.of(channel);
                }
            } catch (OverlappingFileLockException sameProcess) {
                channel.close();
                throw inUse(file);
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    private static CodeVarException inUse(Path file) {
        return new CodeVarException(
                "another process is at work on " + file.getParent() + ": let it finish, or stop it first");
    }
}
