package dev.codevar.serve.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/** One request and its answer, which any thread may give, once. */
public final class WebExchange {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final Timings timings = new Timings();
    private volatile byte[] body = new byte[0];
    private volatile boolean closing;

    /** What the access log tells of the drawing. */
    public static final class Timings {
        private volatile double queued = Double.NaN;
        private volatile double drawn = Double.NaN;

        /** Sets both, in seconds. */
        public void set(double queueSeconds, double drawSeconds) {
            queued = queueSeconds;
            drawn = drawSeconds;
        }

        /** {@return seconds in the queue, NaN if nothing was drawn} */
        public double queued() {
            return queued;
        }

        /** {@return seconds from the first scale on, NaN if nothing was drawn} */
        public double drawn() {
            return drawn;
        }
    }

    WebExchange(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    /** {@return the method, in capitals} */
    public String method() {
        return request.getMethod();
    }

    /** {@return the path, decoded, from its slash on} */
    public String path() {
        return Request.getPathInContext(request);
    }

    /** {@return a header's value} */
    public Optional<String> header(HttpHeader header) {
        return Optional.ofNullable(request.getHeaders().get(header));
    }

    /** {@return a header's value} */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** {@return a value of the query} */
    public Optional<String> query(String name) {
        Fields fields = Request.extractQueryParameters(request);
        return Optional.ofNullable(fields.getValue(name));
    }

    /** {@return where this server was found, as the client wrote it: {@code http://127.0.0.1:8080}} */
    public String origin() {
        return request.getHttpURI().getScheme() + "://"
                + header(HttpHeader.HOST).orElseGet(() -> Request.getServerName(request));
    }

    /** {@return what the drawing took, for the log} */
    public Timings timings() {
        return timings;
    }

    /** {@return the body, whole} */
    public byte[] body() {
        return body;
    }

    /** {@return whether a body may come that nobody read} */
    boolean unread() {
        return method().equals("POST") && body.length == 0;
    }

    /** The answer is the connection's last: what is left of the body is thrown away after it, so that nothing can follow. */
    void closing() {
        with(HttpHeader.CONNECTION, "close");
        closing = true;
    }

    /** {@return the length that the body's head says, -1 if it says none} */
    long length() {
        return request.getLength();
    }

    /** {@return the body once it is there: as many bytes as are legal, or an error} */
    CompletableFuture<byte[]> read(int most) {
        if (request.getLength() > most) {
            return CompletableFuture.failedFuture(tooLarge(most));
        }
        CompletableFuture<byte[]> whole = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(
                request, most, Promise.Invocable.from(Invocable.InvocationType.NON_BLOCKING, (bytes, error) -> {
                    if (error == null) {
                        whole.complete(bytes);
                    } else {
                        whole.completeExceptionally(error);
                    }
                }));
        return whole.handle((bytes, error) -> {
            if (error == null) {
                body = bytes;
                return bytes;
            }
            throw error instanceof IllegalStateException || error.getCause() instanceof IllegalStateException
                    ? tooLarge(most)
                    : new Refusal(400, "body", null, "the request's body ended early");
        });
    }

    private static Refusal tooLarge(int most) {
        return new Refusal(413, "too_large", null, "a body of more than " + most + " bytes, which are the most here");
    }

    /** Adds a header to the answer. */
    public WebExchange with(HttpHeader header, String value) {
        response.getHeaders().put(header, value);
        return this;
    }

    /** Adds a header to the answer. */
    public WebExchange with(String header, String value) {
        response.getHeaders().put(header, value);
        return this;
    }

    /** Answers with JSON. */
    public void json(int status, String json) {
        bytes(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with some bytes of a type. */
    public void bytes(int status, String type, byte[] bytes) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), closing ? Leftover.before(request, callback) : callback);
    }

    /** Answers with nothing but a status. */
    public void empty(int status) {
        if (answered.compareAndSet(false, true)) {
            response.setStatus(status);
            response.write(true, ByteBuffer.allocate(0), callback);
        }
    }

    /**
     * Answers with a stream of events.
     *
     * @param timer repeats what keeps proxies from cutting the line
     */
    public EventStream events(Ticker timer) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("answered already");
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
        response.getHeaders().put("X-Accel-Buffering", "no");
        return new EventStream(response, callback, timer);
    }

    /** Whatever waits for the engine is silent for as long as it takes. */
    public void mayTakeLong() {
        request.addIdleTimeoutListener(silence -> false);
    }

    /** {@return whether it is answered, or being answered} */
    public boolean answered() {
        return answered.get();
    }

    /** Runs something when the client is gone before its answer is whole. */
    public void onGone(Runnable task, Executor executor) {
        request.addFailureListener(gone -> executor.execute(task));
    }
}
