package dev.codevar.serve.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.serve.ServeLimits;
import dev.codevar.serve.TestServer;
import dev.codevar.serve.draw.JobBook;
import dev.codevar.serve.draw.Served;
import dev.codevar.serve.draw.Wish;
import dev.codevar.serve.fields.FieldReader;
import dev.codevar.serve.fields.Values;
import dev.codevar.serve.http.AccessLog;
import dev.codevar.serve.http.Backlog;
import dev.codevar.serve.http.Clocks;
import dev.codevar.serve.http.Edge;
import dev.codevar.serve.http.Guard;
import dev.codevar.serve.http.Routes;
import dev.codevar.serve.http.WebExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FollowerTest {
    @AutoClose
    private static final TestServer DRAWING = TestServer.start();

    @AutoClose
    private final JobBook jobs = new JobBook(Duration.ofMinutes(1), Duration.ofMinutes(1), 1 << 20, 0, job -> {});

    @AutoClose
    private final Clocks clocks = Clocks.start();

    /** No encoder makes a JPEG as fine as this one is asked for. */
    private void follow(WebExchange exchange) {
        Wish wish = Wish.of(
                new Served("fashion32", DRAWING.code),
                "var",
                List.of(8),
                1,
                Values.ofKnown(Map.of()),
                Optional.empty(),
                false);
        ImageOrder order = new ImageOrder(wish, new ImageFormat("jpeg", 2), false, true, 0);
        Answers answers = new Answers(order, "image_generation", job -> List.of());
        jobs.submit(
                wish,
                "image_generation",
                false,
                List.of(new Follower(order, answers, 6, () -> exchange.events(clocks))));
    }

    /** Else its client would wait for ever. */
    @Test
    void aStreamEndsThoughItsAnswerCannotBeMade() throws Exception {
        Routes routes = new Routes().add("GET", "/events", (exchange, named) -> follow(exchange));
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(new Edge(
                routes,
                new Guard(true, "127.0.0.1", List.of(), Optional.empty()),
                ServeLimits.DEFAULT.sending(),
                new FieldReader(ServeLimits.DEFAULT.fields()),
                new Backlog(1 << 20),
                (exchange, refusal) -> exchange.json(refusal.status(), "{}"),
                new AccessLog(false, line -> {})));
        server.start();
        try {
            HttpRequest get =
                    HttpRequest.newBuilder(server.getURI().resolve("/events")).build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(get, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains(": drawing").doesNotContain("[DONE]");
        } finally {
            server.stop();
        }
    }
}
