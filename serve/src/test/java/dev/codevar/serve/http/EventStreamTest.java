package dev.codevar.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.serve.ServeLimits;
import dev.codevar.serve.fields.FieldReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest {
    private static final FieldReader FIELDS = new FieldReader(ServeLimits.DEFAULT.fields());

    /** Proxies cut lines on which nothing comes for a minute. */
    @Test
    void aSilentStreamIsKeptAlive() throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (Clocks clocks = new Clocks(new Ticker(Duration.ofMillis(50)), new Ticker(Duration.ofMillis(50)))) {
            server.setHandler(new Handler.Abstract() {
                @Override
                public boolean handle(Request request, Response response, Callback callback) {
                    EventStream silent =
                            new WebExchange(request, response, callback, new Backlog(1 << 20), FIELDS).events(clocks);
                    return !silent.ended().isDone();
                }
            });
            server.start();
            HttpRequest get = HttpRequest.newBuilder(server.getURI()).build();
            HttpResponse<Stream<String>> answer =
                    HttpClient.newHttpClient().send(get, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                assertThat(lines.filter(line -> !line.isEmpty()).limit(3))
                        .containsExactly(": keep", ": keep", ": keep");
            }
        } finally {
            server.stop();
        }
    }
}
