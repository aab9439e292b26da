package dev.codevar.zoo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Why a fetch failed, in a few words: for some failures the JDK gives no message, or only a path. */
final class Reason {
    private Reason() {}

    static String of(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the server's name is not known";
            }
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within " + Patience.CONNECT.toSeconds() + " s";
        }
        if (failure instanceof ConnectException) {
            return "no connection";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "there is a file of that name";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
