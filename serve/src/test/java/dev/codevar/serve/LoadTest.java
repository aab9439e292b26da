package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.Engine;
import dev.codevar.EngineOptions;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.provenance.Provenance;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many clients at once. {@code -Dload.clients=200 -Dload.seconds=180 -Dload.address=http://127.0.0.1:8080/} makes it long, with a server in a
 * process of its own, as precise as that is.
 */
@Tag("slow")
class LoadTest {
    /** Before that memory grows to its size. */
    private static final int SECONDS_OF_FLAT_MEMORY = 60;

    private static final int CLIENTS = Integer.getInteger("load.clients", 50);
    private static final int SECONDS = Integer.getInteger("load.seconds", 8);

    @Test
    void nothingIsLostOrMixedUp() throws Exception {
        String address = System.getProperty("load.address");
        if (address == null) {
            try (TestServer server = TestServer.start()) {
                check(new Load(URI.create(server.server.address()), server.code));
            }
        } else {
            URI server = URI.create(address);
            try (Engine engine = Engine.start(EngineOptions.DEFAULT)) {
                Resources asThere = Resources.of(Device.CPU, precision(server));
                check(new Load(server, engine.open(ModelSet.open(Path.of("../models/fashion32")), asThere)));
            }
        }
    }

    /** A picture's file says how finely it was computed. */
    private static Precision precision(URI server) throws IOException, InterruptedException {
        String answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.resolve("v1/images/generations"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"Bag\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        String file = TestServer.parse(answer).at("/data/0/b64_json").asText();
        Provenance made =
                Provenance.read("it", PictureFiles.text(Base64.getDecoder().decode(file), "it"));
        return Precision.of(made.precision());
    }

    private static void check(Load load) throws InterruptedException {
        LoadReport report = load.run(CLIENTS, Duration.ofSeconds(SECONDS));
        System.out.println(report);
        assertThat(report.wrong()).as("pictures other than alone").isZero();
        assertThat(report.statuses().keySet()).as("answers").isSubsetOf(200, 429);
        assertThat(report.answered()).isGreaterThan(CLIENTS);
        if (SECONDS >= SECONDS_OF_FLAT_MEMORY) {
            assertThat(report.memoryIsFlat())
                    .as("memory stays: " + report.resident())
                    .isTrue();
        }
    }
}
