package dev.codevar.fault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Why a file could not be read or written, in a few words: the JDK's own messages are often no more than the path. */
public final class IoReason {
    private IoReason() {}

    /** {@return the reason, without the path} */
    public static String of(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        } else if (failure instanceof AccessDeniedException) {
            return "permission denied";
        } else if (failure instanceof FileAlreadyExistsException) {
            return "there is a file of that name";
        } else if (failure instanceof NotDirectoryException) {
            return "not a folder";
        } else if (failure instanceof FileSystemLoopException) {
            return "its symbolic links lead in a circle";
        }
        Optional<String> path = failure instanceof FileSystemException named ? WrongPath.of(named) : Optional.empty();
        if (path.isPresent()) {
            return path.get();
        }
        String text = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return text == null
                ? failure.getClass().getSimpleName()
                : text.lines().findFirst().orElse("");
    }

    /** {@return whether the path is to blame: nothing could be read or written there, and another has to be given} */
    public static boolean isOfPath(Throwable failure) {
        return failure instanceof NoSuchFileException
                || failure instanceof FileAlreadyExistsException
                || failure instanceof NotDirectoryException
                || failure instanceof FileSystemLoopException
                || (failure instanceof FileSystemException named
                        && WrongPath.of(named).isPresent());
    }
}
