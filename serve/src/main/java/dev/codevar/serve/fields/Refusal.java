package dev.codevar.serve.fields;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.DeadlineException;
import dev.codevar.fault.EngineClosedException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.QueueFullException;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A request that is not done, and why: what every API says in its own words. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int RETRY_SECONDS = 5;
    private static final Set<String> FIELDS = Set.of("cfg", "top_p", "top_k", "temperature", "class", "plan");

    private final int status;
    private final String code;
    private final @Nullable String param;
    private final @Nullable String allowed;

    /**
     * @param status the HTTP status, 400 to 599
     * @param code for programs, such as {@code queue_full}
     * @param param the field that is wrong, or null
     * @param message for people, one line
     */
    public Refusal(int status, String code, @Nullable String param, String message) {
        this(status, code, param, message, null);
    }

    private Refusal(int status, String code, @Nullable String param, String message, @Nullable String allowed) {
        super(message);
        this.status = status;
        this.code = code;
        this.param = param;
        this.allowed = allowed;
    }

    /** {@return a path takes other methods} */
    public static Refusal ofMethod(String path, Collection<String> methods) {
        String all = String.join(", ", methods);
        return new Refusal(405, "method_not_allowed", null, Values.shown(path) + " takes " + all, all);
    }

    /** {@return a field has a value that is not legal} */
    public static Refusal of(String param, String message) {
        return new Refusal(400, "invalid_value", param, message);
    }

    /** {@return what a client is told of an error; the words of one that nobody foresaw stay inside} */
    public static Refusal of(Throwable error) {
        Throwable e = error;
        while (e instanceof CompletionException && e.getCause() != null) {
            e = e.getCause();
        }
        if (e instanceof Refusal refusal) {
            return refusal;
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof InvalidInputException) {
            return new Refusal(400, "invalid_value", field(message), message);
        }
        if (e instanceof QueueFullException) {
            return new Refusal(429, "queue_full", null, message);
        }
        if (e instanceof DeadlineException) {
            return new Refusal(504, "deadline", null, message);
        }
        if (e instanceof EngineClosedException) {
            return new Refusal(503, "draining", null, "the server is stopping");
        }
        if (e instanceof CancellationException) {
            return new Refusal(409, "cancelled", null, "the request was cancelled");
        }
        if (e instanceof CodeVarException) {
            return new Refusal(500, "failed", null, message);
        }
        return new Refusal(500, "internal_error", null, "an error that nobody foresaw; the server's log has it");
    }

    /** The library's messages begin with what is wrong. */
    private static @Nullable String field(String message) {
        String first = message.split(" ", 2)[0].replace('-', '_');
        return FIELDS.contains(first) ? first : null;
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return for programs} */
    public String code() {
        return code;
    }

    /** {@return the field that is wrong, or null} */
    public @Nullable String param() {
        return param;
    }

    /** {@return the methods that the path takes, where another was asked for} */
    public Optional<String> allowed() {
        return Optional.ofNullable(allowed);
    }

    /** {@return for people, one line} */
    public String text() {
        return String.valueOf(getMessage()).lines().findFirst().orElse("");
    }

    /** {@return after how many seconds it is worth another try, if it ever is} */
    public OptionalInt retryAfter() {
        return status == 429 || status == 503 ? OptionalInt.of(RETRY_SECONDS) : OptionalInt.empty();
    }
}
