package dev.codevar.serve.http;

import dev.codevar.serve.fields.FieldReader;
import dev.codevar.serve.fields.Form;
import dev.codevar.serve.fields.Values;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and its answer, which any thread may give, once. */
public final class WebExchange {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Backlog backlog;
    private final FieldReader fields;
    private final DrawingTimes timings = new DrawingTimes();
    private final RequestBody body;
    private final Presence presence;
    private final AtomicBoolean answered = new AtomicBoolean();

    WebExchange(Request request, Response response, Callback callback, Backlog backlog, FieldReader fields) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.backlog = backlog;
        this.fields = fields;
        this.body = new RequestBody(request);
        this.presence = new Presence(endPoint());
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

    /** {@return where this server was found, as the client wrote it: {@code http://127.0.0.1:8080}} */
    public String origin() {
        return request.getHttpURI().getScheme() + "://"
                + header(HttpHeader.HOST).orElseGet(() -> Request.getServerName(request));
    }

    /** {@return what the drawing took, for the log} */
    public DrawingTimes timings() {
        return timings;
    }

    /** {@return the body, whole, until its route's {@link Routes.Answer} is over} */
    public byte[] body() {
        return body.bytes();
    }

    /**
     * {@return the body's JSON, as long as there is a body}
     *
     * @throws dev.codevar.serve.fields.Refusal 400 if it is no JSON object, or more than is taken here
     */
    public Values values() {
        return fields.json(body());
    }

    /**
     * {@return the body's form, as long as there is a body}
     *
     * @throws dev.codevar.serve.fields.Refusal 400 if it is none, or more than is taken here
     */
    public Form form() {
        return fields.form(body(), header(HttpHeader.CONTENT_TYPE).orElse(""));
    }

    RequestBody requestBody() {
        return body;
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
        if (!begin(false)) {
            return;
        }
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        Callback then = body.untouched() ? new Lingering(request, callback) : callback;
        Outgoing outgoing = new Outgoing(backlog, then, this::cut);
        backlog.add(outgoing, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), outgoing);
    }

    /** Answers with nothing but a status. */
    public void empty(int status) {
        if (begin(false)) {
            response.setStatus(status);
            response.write(true, ByteBuffer.allocate(0), callback);
        }
    }

    /** Answers with a stream of events, which ends when its client is gone. */
    public EventStream events(Clocks clocks) {
        if (!begin(true)) {
            throw new IllegalStateException("answered already");
        }
        response.setStatus(200);
        eventHeaders();
        EventStream events = new EventStream(response, callback, backlog, clocks.keeping(), this::cut, presence::end);
        look(clocks, () -> events.failed(new IOException("the client is gone")));
        return events;
    }

    /** Answers as {@link #events} does, to who asks for the head alone. */
    public void eventsHead() {
        eventHeaders();
        empty(200);
    }

    private void eventHeaders() {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, EventStream.TYPE);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
        response.getHeaders().put("X-Accel-Buffering", "no");
    }

    /**
     * {@return whether this is the first answer}
     *
     * @param stream whether it goes on
     */
    private boolean begin(boolean stream) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        // After a stream nobody can tell whether something was lost.
        if (stream || presence.end()) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        return true;
    }

    /** Whatever waits for the engine is silent for as long as it takes. */
    public void mayTakeLong() {
        request.addIdleTimeoutListener(silence -> false);
    }

    /** {@return whether it is answered, or being answered} */
    public boolean answered() {
        return answered.get();
    }

    /** Runs something when the client is gone before it is answered. */
    public void onGone(Runnable task, Clocks clocks) {
        request.addFailureListener(gone -> task.run());
        look(clocks, () -> {
            // Before the task: what it ends would be answered otherwise, to nobody.
            boolean unanswered = begin(false);
            task.run();
            if (unanswered) {
                callback.failed(new Request.Handler.AbortException("the client is gone"));
            }
        });
    }

    private void look(Clocks clocks, Runnable gone) {
        Ticker.Repeated looking = clocks.looking().repeat(() -> {
            if (presence.gone()) {
                gone.run();
            }
        });
        Request.addCompletionListener(request, over -> looking.cancel());
    }

    private void cut() {
        endPoint().close(new IOException("the client does not read"));
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
