package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.CoDe;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.serve.TestServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One server of several model sets: each request gets the set that it names, whatever else is drawn, and the first if it names none. */
@Timeout(60)
class SeveralSetsTest {
    private static final String GENERATE = "v1/images/generations";

    @AutoClose
    private static final TestServer SERVER =
            TestServer.of(List.of(TestServer.fashion32(), TestServer.imageNet()), ServeOptions.DEFAULT);

    private static final CoDe FASHION = SERVER.codes.get(0);
    private static final CoDe RANDOM = SERVER.codes.get(1);

    private static Picture made(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return TestPictures.read(answer.json().at("/data/0/b64_json"));
    }

    private static Picture retriever(long seed) {
        return TestPictures.drawn(RANDOM, request -> request.classes("207").seed(seed));
    }

    @Test
    void allAreListed() {
        JsonNode models = SERVER.get("v1/models").json().get("data");
        assertThat(models.findValuesAsText("id")).contains("fashion32", "fashion32:var", "random", "random:var");
        assertThat(SERVER.get("api/models").json().get("models").findValuesAsText("about"))
                .hasSize(2);
        assertThat(SERVER.get("sdapi/v1/sd-models").json().findValuesAsText("title"))
                .containsExactly("fashion32", "random");
    }

    @Test
    void aRequestGetsTheSetThatItNames() {
        String retriever = "{\"prompt\":\"a golden retriever\",\"seed\":3,\"model\":\"";
        assertThat(made(SERVER.post(GENERATE, retriever + "random\"}"))).isEqualTo(retriever(3));
        assertThat(made(SERVER.post(GENERATE, retriever + "random:one\"}"))).isEqualTo(retriever(3));
        assertThat(SERVER.post(GENERATE, retriever + "fashion32\"}").status()).isEqualTo(400);
        Answer unknown = SERVER.post(GENERATE, retriever + "nobody\"}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("model_not_found", "fashion32", "random");
        assertThat(made(SERVER.post(GENERATE, "{\"prompt\":\"Bag\",\"seed\":3}")))
                .as("the first by default")
                .isEqualTo(TestPictures.drawn(FASHION, "Bag", 3));
        String id = SERVER.post("api/jobs", "{\"model\":\"random\",\"class\":207,\"seed\":4}")
                .json()
                .get("id")
                .asText();
        assertThat(SERVER.get("api/jobs/" + id + "/events").text()).contains("event: done");
        assertThat(PictureFiles.read(
                        SERVER.get("api/jobs/" + id + "/pictures/0").body(), "it"))
                .isEqualTo(retriever(4));
        Answer webUi = SERVER.post(
                "sdapi/v1/txt2img",
                "{\"prompt\":\"golden retriever\",\"seed\":5,\"override_settings\":{\"sd_model_checkpoint\":\"random\"}}");
        assertThat(TestPictures.read(webUi.json().at("/images/0"))).isEqualTo(retriever(5));
    }

    @Test
    void setsThatAreDrawnAtATimeDoNotMix() {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(SERVER.generate("{\"prompt\":\"" + (i % 2 == 0 ? "Bag" : "golden retriever") + "\",\"seed\":"
                    + i + ",\"model\":\"" + (i % 2 == 0 ? "fashion32" : "random") + "\"}"));
        }
        for (int i = 0; i < 8; i++) {
            assertThat(made(answers.get(i).join()))
                    .as("seed " + i)
                    .isEqualTo(i % 2 == 0 ? TestPictures.drawn(FASHION, "Bag", i) : retriever(i));
        }
    }
}
