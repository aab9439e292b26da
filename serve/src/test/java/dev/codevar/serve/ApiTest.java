package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.serve.TestServer.Answer;
import dev.codevar.serve.TestServer.Event;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's own API: a job can be watched, left, found again, cancelled, and made again from its picture. */
class ApiTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start();

    private static String submit(String json) {
        Answer answer = SERVER.post("api/jobs", json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        String id = answer.json().get("id").asText();
        String location = answer.raw().headers().firstValue("location").orElseThrow();
        assertThat(answer.raw().uri().resolve(location).getPath()).isEqualTo("/api/jobs/" + id);
        return id;
    }

    /** {@return the events up to the last one, by which the job has ended} */
    private static List<Event> follow(String id) {
        return TestServer.events(SERVER.get("api/jobs/" + id + "/events").text());
    }

    private static Picture drawn(String plan, String label, long seed) {
        return TestPictures.drawn(SERVER.code, plan, label, seed);
    }

    @Test
    void aJobIsFollowedToItsPictures() {
        String id = submit("{\"class\":[\"Bag\",\"Coat\"],\"count\":3,\"seed\":4,\"plan\":\"var\",\"previews\":true}");
        List<Event> events = follow(id);
        assertThat(events.get(0).type()).isEqualTo("job");
        Event last = events.get(events.size() - 1);
        assertThat(last.type()).isEqualTo("done");
        JsonNode job = last.json().get("job");
        assertThat(job.get("state").asText()).isEqualTo("done");
        assertThat(job.get("scales")).hasSize(6);
        assertThat(job.get("scales").findValuesAsText("side")).containsExactly("1", "2", "3", "4", "6", "8");
        assertThat(job.get("request").get("seed").asLong()).isEqualTo(4);
        String[] labels = {"Bag", "Coat", "Bag"};
        for (int i = 0; i < 3; i++) {
            JsonNode picture = job.get("pictures").get(i);
            assertThat(picture.get("class_name").asText()).isEqualTo(labels[i]);
            Answer file = SERVER.get(picture.get("href").asText());
            assertThat(file.raw().headers().firstValue("content-type")).hasValue("image/png");
            assertThat(PictureFiles.read(file.body(), "it")).isEqualTo(drawn("var", labels[i], 4 + i));
        }
        for (Event event : events) {
            assertThat(event.json().get("type").asText()).isEqualTo(event.type());
        }
        assertThat(SERVER.get("api/jobs/" + id).json().get("state").asText())
                .as("found again")
                .isEqualTo("done");
        List<Event> again = follow(id);
        assertThat(again.stream().map(Event::type))
                .as("followed again, and seen to grow again")
                .containsExactly("job", "scale", "scale", "scale", "scale", "scale", "scale", "done");
        assertThat(again.get(0).json().get("job").get("state").asText())
                .as("from its beginning: who sees that it has ended would not wait for the rest")
                .isEqualTo("running");
        for (Event scale : again.subList(1, 7)) {
            assertThat(scale.json().get("previews")).hasSize(3);
        }
    }

    @Test
    void previewsAreSentWhileItGrows() {
        // What is before it keeps the engine busy, so that the stream is there before the first scale.
        String before = submit("{\"class\":\"Bag\",\"count\":64,\"plan\":\"var\"}");
        String id = submit("{\"class\":\"Bag\",\"seed\":1,\"plan\":\"code-4\",\"previews\":true}");
        List<Event> scales = follow(id).stream()
                .filter(event -> event.type().equals("scale"))
                .toList();
        assertThat(scales).isNotEmpty();
        for (Event event : scales) {
            JsonNode scale = event.json();
            assertThat(scale.get("stage").asInt()).isEqualTo(scale.get("scale").asInt() < 4 ? 0 : 1);
            assertThat(scale.get("seconds").asDouble()).isPositive();
            for (JsonNode preview : scale.get("previews")) {
                String data = preview.get("data").asText();
                assertThat(data).startsWith("data:image/png;base64,");
                assertThat(TestPictures.read(data).width()).isEqualTo(32);
            }
        }
        assertThat(scales)
                .anySatisfy(event -> assertThat(event.json().get("previews")).isNotEmpty());
        follow(before);
    }

    @Test
    void aQueuedJobIsToldItsPlace() {
        List<String> before = List.of(
                submit("{\"class\":\"Bag\",\"count\":64,\"plan\":\"var\"}"),
                submit("{\"class\":\"Bag\",\"count\":64,\"plan\":\"small\"}"),
                submit("{\"class\":\"Bag\",\"count\":64,\"plan\":\"code-5\"}"));
        List<Event> events = follow(submit("{\"class\":\"Bag\",\"plan\":\"code-1\"}"));
        assertThat(events.get(0).json().get("job").get("state").asText()).isEqualTo("queued");
        assertThat(events)
                .filteredOn(event -> event.type().equals("queued"))
                .allSatisfy(
                        event -> assertThat(event.json().get("ahead").asInt()).isBetween(0, 3));
        assertThat(events.stream().map(Event::type)).endsWith("done");
        before.forEach(ApiTest::follow);
    }

    @Test
    void aJobIsCancelled() {
        String running = submit("{\"class\":\"Bag\",\"count\":64,\"plan\":\"var\"}");
        String queued = submit("{\"class\":\"Bag\",\"count\":64,\"plan\":\"small\"}");
        for (String id : List.of(queued, running)) {
            assertThat(SERVER.send(SERVER.to("api/jobs/" + id).DELETE()).status())
                    .isEqualTo(204);
            List<Event> events = follow(id);
            assertThat(events.get(events.size() - 1).type()).isIn("cancelled", "done");
        }
        assertThat(SERVER.get("api/jobs/" + queued).json().get("state").asText())
                .isEqualTo("cancelled");
        assertThat(SERVER.send(SERVER.to("api/jobs/" + queued).DELETE()).status())
                .as("again")
                .isEqualTo(204);
        assertThat(SERVER.send(SERVER.to("api/jobs/nobody").DELETE()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | class",
                "{\"class\":\"sneker\"} | class",
                "{\"class\":99} | class",
                "{\"class\":\"Bag\",\"colour\":\"red\"} | colour",
                "{\"class\":\"Bag\",\"count\":0} | count",
                "{\"class\":[MANY]} | class",
                "{\"class\":\"Bag\",\"seed\":\"x\"} | seed",
                "{\"class\":\"Bag\",\"edit\":{}} | edit.source",
                "{\"class\":\"Bag\",\"edit\":{\"source\":\"http://127.0.0.1/\"}} | edit.source",
                "{\"class\":\"Bag\",\"edit\":{\"source\":\"data:image/png;base64,AAAA\"}} | edit.source"
            })
    void whatIsWrongIsNamed(String body, String param) {
        Answer answer = SERVER.post("api/jobs", body.replace("MANY", "0" + ",0".repeat(64)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.raw().headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.json().get("param").asText()).isEqualTo(param);
        assertThat(answer.json().get("status").asInt()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).isNotBlank();
    }

    @Test
    void aPictureIsMadeAgainFromItsFile() {
        String id =
                submit("{\"class\":\"Dress\",\"seed\":77,\"plan\":\"code-4\",\"cfg\":3.5,\"top_k\":100,\"top_p\":0.9}");
        follow(id);
        byte[] file = SERVER.get("api/jobs/" + id + "/pictures/0").body();
        JsonNode restored = restore(file).json();
        assertThat(restored.get("edit").isNull()).isTrue();
        assertThat(restored.get("model_known").asBoolean()).isTrue();
        String again = submit(restored.get("request").toString());
        follow(again);
        assertThat(PictureFiles.read(
                        SERVER.get("api/jobs/" + again + "/pictures/0").body(), "it"))
                .isEqualTo(PictureFiles.read(file, "it"));
    }

    @Test
    void anEditIsMadeAgainFromItsFile() {
        String source = TestPictures.data(drawn("var", "Coat", 1));
        String mask = TestPictures.data(TestPictures.whiteTop());
        String edit = "{\"source\":\"" + source + "\",\"mask\":\"" + mask + "\",\"soft_edge\":3}";
        String id = submit("{\"class\":\"Coat\",\"seed\":5,\"edit\":" + edit + "}");
        follow(id);
        byte[] file = SERVER.get("api/jobs/" + id + "/pictures/0").body();
        JsonNode restored = restore(file).json();
        assertThat(restored.get("edit").get("soft_edge").asInt()).isEqualTo(3);
        String request = restored.get("request").toString();
        String again = submit(request.substring(0, request.length() - 1) + ",\"edit\":" + restored.get("edit") + "}");
        follow(again);
        assertThat(PictureFiles.read(
                        SERVER.get("api/jobs/" + again + "/pictures/0").body(), "it"))
                .isEqualTo(PictureFiles.read(file, "it"));
    }

    /** What {@code codevar inpaint} and {@code --rng reference} leave in a file is not enough, or means something else here. */
    @Test
    void whatCannotBeRestoredIsNoted() {
        String edit = "{\"source\":\"" + TestPictures.data(drawn("var", "Coat", 1)) + "\",\"mask\":\""
                + TestPictures.data(TestPictures.whiteTop()) + "\"}";
        String id = submit("{\"class\":\"Coat\",\"edit\":" + edit + "}");
        follow(id);
        byte[] file = SERVER.get("api/jobs/" + id + "/pictures/0").body();
        assertThat(restore(file).json().get("notes")).isEmpty();
        Map<String, String> text = new TreeMap<>(PictureFiles.text(file, "it"));
        text.remove("codevar-mask");
        JsonNode alone =
                restore(PictureFiles.png(PictureFiles.read(file, "it"), text)).json();
        assertThat(alone.get("edit").isNull()).isTrue();
        assertThat(alone.get("notes")).hasSize(1);
        assertThat(alone.get("notes").get(0).asText()).contains("by editing another picture");
        text = new TreeMap<>(PictureFiles.text(file, "it"));
        text.computeIfPresent("codevar", (key, json) -> json.replace("\"PER_PICTURE\"", "\"REFERENCE\""));
        JsonNode reference =
                restore(PictureFiles.png(PictureFiles.read(file, "it"), text)).json();
        assertThat(reference.get("notes")).hasSize(1);
        assertThat(reference.get("notes").get(0).asText()).contains("--rng reference");
    }

    private static Answer restore(byte[] file) {
        return SERVER.send(SERVER.to("api/restore")
                .header("Content-Type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(file)));
    }

    @Test
    void otherPicturesSayThatTheyCannotBeRestored() {
        assertThat(restore(TestPictures.png(drawn("var", "Bag", 1))).status()).isEqualTo(400);
        assertThat(restore(new byte[] {1, 2, 3}).status()).isEqualTo(400);
        assertThat(restore(new byte[0]).status()).isEqualTo(400);
    }

    @Test
    void theModelsAreThoseOfTheSet() {
        JsonNode models = SERVER.get("api/models").json();
        JsonNode model = models.get("models").get(0);
        assertThat(models.get("default").asText()).isEqualTo("fashion32");
        assertThat(model.get("classes")).hasSize(10);
        assertThat(model.get("side").asInt()).isEqualTo(32);
        assertThat(model.get("plans").get(0).get("id").asText())
                .isEqualTo(model.get("default_plan").asText());
        for (JsonNode plan : model.get("plans")) {
            JsonNode stages = plan.get("stages");
            assertThat(stages.get(stages.size() - 1).get("to").asInt()).isEqualTo(6);
        }
    }

    /** What a plan takes on this server is known when it has drawn by it. */
    @Test
    void plansHaveTheirMeasuredTimes() {
        try (TestServer fresh = TestServer.start()) {
            assertThat(measured(fresh)).isEmpty();
            fresh.post("v1/images/generations", "{\"prompt\":\"Bag\",\"plan\":\"var\",\"n\":3}");
            Map<String, JsonNode> measured = measured(fresh);
            assertThat(measured).containsOnlyKeys("var");
            assertThat(measured.values()).first().satisfies(pace -> {
                assertThat(pace.get("pictures").asInt()).isEqualTo(3);
                assertThat(pace.get("seconds_per_picture").asDouble()).isPositive();
            });
        }
    }

    private static Map<String, JsonNode> measured(TestServer server) {
        Map<String, JsonNode> measured = new TreeMap<>();
        for (JsonNode plan : server.get("api/models").json().at("/models/0/plans")) {
            if (!plan.path("measured").isNull()) {
                measured.put(plan.get("id").asText(), plan.get("measured"));
            }
        }
        return measured;
    }

    @Test
    void countersGrow() {
        submit("{\"class\":\"Bag\"}");
        String text = SERVER.get("metrics").text();
        assertThat(text)
                .contains(
                        "# TYPE codevar_requests_waiting gauge",
                        "# TYPE codevar_stage_seconds summary",
                        "codevar_stage_seconds_sum{stage=\"pictures\"}",
                        "# TYPE codevar_batch_rows summary",
                        "codevar_batch_rows_count ");
        assertThat(text.lines().filter(line -> !line.startsWith("#")))
                .allMatch(line -> line.matches("[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? -?[0-9.Ee-]+"));
    }
}
