package dev.codevar.serve.http;

import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Cuts connections on which no request's head comes to its end in time. Whoever sends a byte now and then is never silent, and would keep its
 * place for days.
 */
public final class HeadTimes extends Handler.Wrapper implements Connection.Listener {
    private static final byte[] TOO_LATE =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final long nanos;
    private final Map<Connection, Turn> turns = new ConcurrentHashMap<>();

    /** Where a connection is: waiting for a head, or at a request. */
    private static final class Turn {
        private long since = System.nanoTime();
        private long bytesBefore;
        private boolean atWork;

        synchronized void begin() {
            atWork = true;
        }

        synchronized void end(long bytes) {
            atWork = false;
            since = System.nanoTime();
            bytesBefore = bytes;
        }

        synchronized boolean late(long nanos) {
            return !atWork && System.nanoTime() - since > nanos;
        }

        synchronized boolean begunHead(long bytes) {
            return bytes > bytesBefore;
        }
    }

    /**
     * @param handler of requests whose heads are here
     * @param time from a connection's opening, or its last answer, to the end of the next head
     */
    public HeadTimes(Handler handler, Duration time) {
        super(handler);
        this.nanos = time.toNanos();
    }

    @Override
    public void onOpened(Connection connection) {
        turns.put(connection, new Turn());
    }

    @Override
    public void onClosed(Connection connection) {
        turns.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        Turn turn = turns.get(connection);
        if (turn != null) {
            turn.begin();
            Request.addCompletionListener(request, over -> turn.end(connection.getBytesIn()));
        }
        return super.handle(request, response, callback);
    }

    /** Looks for those that are late; is to be called again and again. */
    public void look() {
        turns.forEach((connection, turn) -> {
            if (turn.late(nanos)) {
                cut(connection.getEndPoint(), turn.begunHead(connection.getBytesIn()));
            }
        });
    }

    /** Who has sent nothing would take an answer for that to its next request. */
    private static void cut(EndPoint endPoint, boolean tell) {
        Runnable close = () -> endPoint.close(new TimeoutException("no head of a request in its time"));
        if (!tell) {
            close.run();
            return;
        }
        try {
            endPoint.write(Callback.from(close), ByteBuffer.wrap(TOO_LATE));
        } catch (WritePendingException atLast) {
            // Its head came at this moment, and is being answered.
        }
    }
}
