package dev.codevar.serve.http;

import dev.codevar.report.json.Json;
import dev.codevar.serve.fields.Values;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** One line for each request that has ended. */
public final class AccessLog {
    private final boolean json;
    private final Consumer<String> lines;

    /**
     * @param json whether each line is a JSON object
     * @param lines where they go
     */
    public AccessLog(boolean json, Consumer<String> lines) {
        this.json = json;
        this.lines = lines;
    }

    /**
     * Writes a line.
     *
     * @param client the other side's address
     * @param status what was answered, 0 if the client was gone before
     * @param seconds from the request's first byte to the answer's last
     */
    void write(String client, String method, String path, int status, double seconds, DrawingTimes timings) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("client", client);
        line.put("method", method);
        line.put("path", Values.shown(path));
        line.put("status", status);
        line.put("seconds", rounded(seconds));
        if (!Double.isNaN(timings.queued())) {
            line.put("queue_seconds", rounded(timings.queued()));
            line.put("draw_seconds", rounded(timings.drawn()));
        }
        lines.accept(
                json
                        ? Json.line(line)
                        : String.join(
                                " ",
                                line.entrySet().stream().map(AccessLog::plain).toList()));
    }

    private static String plain(Map.Entry<String, Object> part) {
        return part.getValue() instanceof Double
                ? part.getKey() + "=" + part.getValue()
                : String.valueOf(part.getValue());
    }

    private static Double rounded(double seconds) {
        return Double.valueOf(String.format(Locale.ROOT, "%.3f", seconds));
    }
}
