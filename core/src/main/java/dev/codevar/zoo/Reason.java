package dev.codevar.zoo;

import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/** Why a fetch failed, in a few words: for some failures of the network the JDK gives no message. */
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
        return IoReason.of(failure);
    }
}
