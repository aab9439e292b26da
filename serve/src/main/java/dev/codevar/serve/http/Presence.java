package dev.codevar.serve.http;

import java.io.IOException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Whether a client is still there that waits for its answer. HTTP/1.1 does not tell; so its connection is looked at, from which nobody else
 * reads until then.
 */
final class Presence {
    private final EndPoint connection;
    private boolean waits = true;
    private boolean talkedOn;

    Presence(EndPoint connection) {
        this.connection = connection;
    }

    /** {@return whether the client has closed the connection, if that is seen now} It is seen once. */
    synchronized boolean gone() {
        if (!waits) {
            return false;
        }
        int count;
        try {
            count = connection.fill(BufferUtil.allocate(1));
        } catch (IOException closed) {
            count = -1;
        }
        // What comes before its turn is lost here: who sends it asks again when the connection is closed, as HTTP has
        // it.
        talkedOn = count > 0;
        waits = count == 0;
        return count < 0;
    }

    /**
     * The answer is there: others read from now on.
     *
     * @return whether something was lost, so that the connection has to be closed after the answer
     */
    synchronized boolean end() {
        waits = false;
        return talkedOn;
    }
}
