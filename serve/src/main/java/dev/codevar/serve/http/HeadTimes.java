package dev.codevar.serve.http;

import dev.codevar.serve.fields.Problem;
import dev.codevar.serve.fields.Refusal;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Cuts connections on which no request's head comes to its end in time, or nothing at all. Whoever sends a byte now and then is never silent,
 * and would keep its place for days.
 */
public final class HeadTimes extends Handler.Wrapper implements Connection.Listener {
    private final Duration most;
    private final Duration mostSilent;
    private final LongSupplier clock;
    private final Map<Connection, Held> held = new ConcurrentHashMap<>();
    private volatile boolean leaving;

    /** A connection that is open. */
    private record Held(HeadTurn turn, CompletableFuture<Boolean> closed) {}

    /**
     * @param handler of requests whose heads are here
     * @param most from a connection's opening, or its last answer, to the end of the next head
     * @param mostSilent how long nothing may come meanwhile
     */
    public HeadTimes(Handler handler, Duration most, Duration mostSilent) {
        this(handler, most, mostSilent, System::nanoTime);
    }

    /**
     * @param clock nanoseconds
     */
    HeadTimes(Handler handler, Duration most, Duration mostSilent, LongSupplier clock) {
        super(handler);
        this.most = most;
        this.mostSilent = mostSilent;
        this.clock = clock;
    }

    @Override
    public void onOpened(Connection connection) {
        HeadTurn turn = new HeadTurn(most.toNanos(), mostSilent.toNanos(), clock.getAsLong());
        held.put(connection, new Held(turn, new CompletableFuture<>()));
    }

    @Override
    public void onClosed(Connection connection) {
        held.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        Held one = held.get(connection);
        if (one != null) {
            if (!one.turn().begin()) {
                // It is being told that it is late: nothing else may be written until it is closed.
                CompletableFuture<Void> unused = one.closed()
                        .thenAccept(now -> callback.failed(
                                new Request.Handler.AbortException("the request's head came too late")));
                return true;
            }
            Request.addCompletionListener(request, over -> one.turn().end(connection.getBytesIn(), clock.getAsLong()));
        }
        return super.handle(request, response, callback);
    }

    /** From now on connections are closed on which nothing is asked: the server stops, and would wait for their clients. */
    public void leave() {
        leaving = true;
        look();
    }

    /** Looks for those that are late; is to be called again and again. */
    public void look() {
        held.forEach((connection, one) -> {
            Runnable close = () -> {
                connection.getEndPoint().close(new TimeoutException("no head of a request in its time"));
                one.closed().complete(true);
            };
            if (leaving && one.turn().leave(connection.getBytesIn())) {
                close.run();
                return;
            }
            switch (one.turn().look(connection.getBytesIn(), clock.getAsLong())) {
                case LEAVE -> {}
                case TELL_LATE -> tell(connection, late("the request's head was not here within ", most), close);
                case TELL_SILENT ->
                    tell(connection, late("nothing more of the request's head came for ", mostSilent), close);
                case CLOSE -> close.run();
            }
        });
    }

    /** If the answer is not taken, the next look closes the connection. */
    private static void tell(Connection connection, byte[] answer, Runnable close) {
        try {
            connection.getEndPoint().write(Callback.from(close), ByteBuffer.wrap(answer));
        } catch (WritePendingException brokenHead) {
            // That it is broken is being told, to a client that does not read.
            close.run();
        }
    }

    /** Of a request whose path is not known: in the form of all but OpenAI's. */
    private static byte[] late(String what, Duration time) {
        Problem problem = Problem.of(new Refusal(408, "slow_head", null, what + time.toSeconds() + " s"));
        byte[] body = problem.json();
        byte[] head = ("HTTP/1.1 408 " + problem.title()
                        + "\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\nContent-Type: "
                        + Problem.MEDIA_TYPE
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }
}
