package dev.codevar.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.CoDe;
import dev.codevar.Engine;
import dev.codevar.EngineOptions;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.Served;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVaeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a port of its own, with fashion32 as it is shipped, and a client that knows nothing of it but the wire. */
public final class TestServer implements AutoCloseable {
    private static final Duration LAST_WORDS = Duration.ofMillis(200);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The first of all. */
    public final CoDe code;

    public final List<CoDe> codes;
    public final Engine engine;
    public final CodevarServer server;
    public final List<String> log = new CopyOnWriteArrayList<>();
    public final HttpClient client = HttpClient.newHttpClient();

    private TestServer(List<ModelSet> sets, ServeOptions options) {
        EngineOptions usual = EngineOptions.DEFAULT;
        engine = Engine.start(new EngineOptions(options.limits().requests(), usual.largestBatch(), usual.mixAlways()));
        codes = sets.stream()
                .map(set -> engine.open(set, Resources.of(Device.CPU, Precision.FLOAT32)))
                .toList();
        code = codes.get(0);
        List<Served> served = codes.stream()
                .map(one -> new Served(one.models().description().name(), one))
                .toList();
        server = CodevarServer.start(engine, new Catalog(served), options, log::add);
    }

    public static TestServer start() {
        return start(ServeOptions.DEFAULT);
    }

    static TestServer start(ServeLimits limits) {
        return start(ServeOptions.DEFAULT.withLimits(limits));
    }

    public static TestServer start(ServeOptions options) {
        return of(fashion32(), options);
    }

    public static ModelSet fashion32() {
        return ModelSet.open(Path.of("../models/fashion32"));
    }

    /** Of ImageNet's classes, and weights that nobody trained. */
    public static ModelSet imageNet() {
        Pyramid pyramid = Pyramid.of(1, 2, 4);
        return ModelSet.random(
                Map.of("one", new VarConfig(1, 2, 1000, 64, 32, false, pyramid)),
                new VqVaeConfig(64, 32, 32, List.of(1, 1, 1), 1, false, false, 4, pyramid));
    }

    /** Of other model sets. */
    public static TestServer of(List<ModelSet> sets, ServeOptions options) {
        return new TestServer(sets, options.withPort(0));
    }

    /** Of another model set. */
    static TestServer of(ModelSet set, ServeOptions options) {
        return of(List.of(set), options);
    }

    /** An answer. */
    public record Answer(HttpResponse<byte[]> raw) {

        public int status() {
            return raw.statusCode();
        }

        public byte[] body() {
            return raw.body();
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }
    }

    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.address()).resolve(path));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Answer get(String path) {
        return send(to(path).GET());
    }

    public Answer post(String path, String json) {
        return send(
                to(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** {@return the answer to a request for images, when it is there} */
    CompletableFuture<Answer> generate(String json) {
        HttpRequest request = to("v1/images/generations")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(Answer::new);
    }

    /** An event of a stream, or what stands alone after {@code data:}. */
    public record Event(String type, String data) {
        public JsonNode json() {
            return parse(data);
        }
    }

    /** {@return the events of a stream, comments left out} */
    public static List<Event> events(String stream) {
        List<Event> events = new ArrayList<>();
        for (String block : stream.split("\n\n", -1)) {
            String type = "";
            String data = "";
            for (String line : block.split("\n", -1)) {
                if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
            }
            if (!data.isEmpty()) {
                events.add(new Event(type, data));
            }
        }
        return events;
    }

    @Override
    public void close() {
        // Answers that nobody reads are not waited for.
        server.end(LAST_WORDS);
        engine.close();
    }
}
