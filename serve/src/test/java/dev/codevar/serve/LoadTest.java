package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many clients at once. {@code -Dload.clients=200 -Dload.seconds=180 -Dload.address=http://127.0.0.1:8080/} makes it long, with a server in a
 * process of its own.
 */
@Tag("slow")
class LoadTest {

    @Test
    void nothingIsLostOrMixedUp() throws InterruptedException {
        int clients = Integer.getInteger("load.clients", 50);
        Duration duration = Duration.ofSeconds(Integer.getInteger("load.seconds", 8));
        try (TestServer server = TestServer.start()) {
            URI address = URI.create(System.getProperty("load.address", server.server.address()));
            Load.Outcome outcome = new Load(address, server.code).run(clients, duration);
            System.out.println(outcome);
            assertThat(outcome.wrong()).as("pictures other than alone").isZero();
            assertThat(outcome.statuses().keySet()).as("answers").isSubsetOf(200, 429);
            assertThat(outcome.answered()).isGreaterThan(clients);
        }
    }
}
