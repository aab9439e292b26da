package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.serve.TestServer.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What SillyTavern and Open WebUI ask of a Stable Diffusion web UI. */
class WebUiTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start();

    @Test
    void drawsFromText() {
        JsonNode answer = SERVER.post(
                        "sdapi/v1/txt2img",
                        "{\"prompt\":\"a sneaker\",\"negative_prompt\":\"\",\"seed\":7,\"steps\":20,\"cfg_scale\":7,\"width\":512,"
                                + "\"height\":512,\"batch_size\":2,\"sampler_name\":\"var\","
                                + "\"override_settings\":{\"sd_model_checkpoint\":\"fashion32\"}}")
                .json();
        assertThat(answer.get("images")).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(TestPictures.read(answer.get("images").get(i)))
                    .isEqualTo(TestPictures.drawn(SERVER.code, "var", "Sneaker", 7 + i));
        }
        assertThat(TestServer.parse(answer.get("info").asText()).get("all_seeds"))
                .hasSize(2);
    }

    @Test
    void aSeedOfMinusOneIsAnyOne() {
        String body = "{\"prompt\":\"Bag\",\"seed\":-1}";
        JsonNode one = SERVER.post("sdapi/v1/txt2img", body).json().get("images");
        JsonNode other = SERVER.post("sdapi/v1/txt2img", body).json().get("images");
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void listsAreInTheirShapes() {
        assertThat(SERVER.get("sdapi/v1/sd-models")
                        .json()
                        .get(0)
                        .get("model_name")
                        .asText())
                .isEqualTo("fashion32");
        assertThat(SERVER.get("sdapi/v1/samplers").json().findValuesAsText("name"))
                .contains("var", "code-3");
        assertThat(SERVER.get("sdapi/v1/options")
                        .json()
                        .get("sd_model_checkpoint")
                        .asText())
                .isEqualTo("fashion32");
        assertThat(SERVER.get("sdapi/v1/progress").json().get("progress").asDouble())
                .isZero();
        assertThat(SERVER.post("sdapi/v1/options", "{\"sd_model_checkpoint\":\"x\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void errorsAreInTheirs() {
        Answer answer = SERVER.post("sdapi/v1/txt2img", "{\"prompt\":\"a castle\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains("castle");
        assertThat(SERVER.post("sdapi/v1/img2img", "{\"prompt\":\"Bag\"}")
                        .json()
                        .get("detail")
                        .asText())
                .contains("no picture");
    }
}
