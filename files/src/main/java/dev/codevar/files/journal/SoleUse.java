package dev.codevar.files.journal;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new CodeVarException(
                        "another process is at work on " + file.getParent() + ": let it finish, or stop it first");
            }
            return channel;
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            // A byte that is never there: where locks bind everybody, the file can still be read.
            return channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }
}
