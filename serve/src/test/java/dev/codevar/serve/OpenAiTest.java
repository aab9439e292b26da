package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.serve.TestServer.Answer;
import dev.codevar.serve.TestServer.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's Images API as its clients speak it, with the pictures that the library makes by itself. */
class OpenAiTest {
    private static final String GENERATE = "v1/images/generations";

    @AutoClose
    private static final TestServer SERVER = TestServer.start();

    @Test
    void picturesAreThoseOfTheLibrary() {
        Answer answer = SERVER.post(GENERATE, "{\"prompt\":\"Sneaker\",\"n\":2,\"seed\":7}");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.get("data")).hasSize(2);
        assertThat(json.get("size").asText()).isEqualTo("32x32");
        assertThat(json.get("output_format").asText()).isEqualTo("png");
        assertThat(json.get("usage").get("output_tokens").asInt())
                .as("tokens of two pictures")
                .isEqualTo(2 * 130);
        for (int i = 0; i < 2; i++) {
            JsonNode one = json.get("data").get(i);
            assertThat(TestPictures.read(one.get("b64_json")))
                    .isEqualTo(TestPictures.drawn(SERVER.code, "Sneaker", 7 + i));
            assertThat(one.get("seed").asLong()).isEqualTo(7 + i);
            assertThat(one.get("revised_prompt").asText()).isEqualTo("Sneaker");
            assertThat(one.has("url")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | Sneaker",
                "sneaker | Sneaker",
                "draw me an ankle boot, please | Ankle boot",
                "two sneakers on a shelf | Sneaker",
                "a shirt | Shirt",
                "T-shirt/top | T-shirt/top"
            })
    void aPromptNamesAClass(String prompt, String expected) {
        JsonNode data =
                SERVER.post(GENERATE, "{\"prompt\":\"" + prompt + "\"}").json().get("data");
        assertThat(data.get(0).get("revised_prompt").asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | prompt",
                "{\"prompt\":\"a catalogue\"} | 400 | prompt",
                "{\"prompt\":\"Bag\",\"n\":0} | 400 | n",
                "{\"prompt\":\"Bag\",\"n\":65} | 400 | n",
                "{\"prompt\":\"Bag\",\"n\":\"two\"} | 400 | n",
                "{\"prompt\":\"Bag\",\"size\":\"huge\"} | 400 | size",
                "{\"prompt\":\"Bag\",\"response_format\":\"gif\"} | 400 | response_format",
                "{\"prompt\":\"Bag\",\"output_format\":\"webp\"} | 400 | output_format",
                "{\"prompt\":\"Bag\",\"background\":\"transparent\"} | 400 | background",
                "{\"prompt\":\"Bag\",\"partial_images\":7} | 400 | partial_images",
                "{\"prompt\":\"Bag\",\"plan\":\"huge\"} | 400 | plan",
                "{\"prompt\":\"Bag\",\"seed\":1.5} | 400 | seed",
                "{\"prompt\":\"Bag\",\"cfg\":1e12} | 400 | cfg",
                "{\"prompt\":\"Bag\",\"top_p\":2} | 400 | top_p",
                "{\"prompt\":\"Bag\",\"top_k\":9999} | 400 | top_k",
                "{\"prompt\":\"Bag\",\"temperature\":-1} | 400 | temperature",
                "{\"prompt\":\"Bag\",\"stream\":\"maybe\"} | 400 | stream",
                "{\"prompt\":\"Bag\",\"class\":\"sneker\"} | 400 | class",
                "{\"prompt\":\"Bag\",\"model\":\"sdxl\"} | 404 | model",
                "{\"prompt\":[1]} | 400 | prompt",
                "{\"prompt\":\"Bag\" | 400 | ",
                "[] | 400 | "
            })
    void whatIsWrongIsNamed(String body, int status, String param) {
        Answer answer = SERVER.post(GENERATE, body);
        assertThat(answer.status()).isEqualTo(status);
        JsonNode error = answer.json().get("error");
        assertThat(error.properties()).hasSize(4);
        assertThat(error.get("param").isNull() ? null : error.get("param").asText())
                .isEqualTo(param);
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.get("message").asText()).isNotBlank().doesNotContain("\n");
        assertThat(answer.raw().headers().firstValue("x-should-retry")).hasValue("false");
    }

    /** As LibreChat, Open WebUI, LobeChat and Spring AI send it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"gpt-image-1\",\"prompt\":\"bag\",\"size\":\"auto\",\"quality\":\"high\",\"moderation\":\"low\"}",
                "{\"model\":\"dall-e-3\",\"prompt\":\"bag\",\"n\":null,\"size\":\"1024x1024\",\"response_format\":\"b64_json\"}",
                "{\"model\":\"fashion32:var\",\"prompt\":\"bag\",\"size\":\"512x512\",\"user\":\"me\",\"steps\":20}",
                "{\"model\":\"\",\"prompt\":\"bag\",\"size\":\"nullxnull\",\"style\":\"vivid\"}"
            })
    void whatClientsSendBesideIsPassedOver(String body) {
        Answer answer = SERVER.post(GENERATE, body);
        assertThat(answer.text()).contains("\"size\":\"32x32\"");
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aModelsNameMayBringAPlan() {
        String body = "{\"model\":\"fashion32:" + plan() + "\",\"prompt\":\"Coat\",\"seed\":3}";
        JsonNode one = SERVER.post(GENERATE, body).json().get("data").get(0);
        assertThat(one.get("plan").asText()).isEqualTo(plan());
        Picture expected = TestPictures.drawn(SERVER.code, plan(), "Coat", 3);
        assertThat(TestPictures.read(one.get("b64_json"))).isEqualTo(expected);
    }

    /** Errors are one line: what is legal stands in it, however many the prompt has. */
    @Test
    void aPromptOfSeveralLinesIsToldWhatIsLegal() {
        JsonNode error = SERVER.post(GENERATE, "{\"prompt\":\"a castle\\non a hill\\n" + "x".repeat(3000) + "\"}")
                .json()
                .get("error");
        assertThat(error.get("param").asText()).isEqualTo("prompt");
        assertThat(error.get("message").asText())
                .startsWith("class 'a castle on a hill xxx")
                .endsWith("…' is unknown: numbers 0 to 9 and names such as [T-shirt/top, Trouser, Pullover] are legal");
    }

    /** Another plan than the default one. */
    private static String plan() {
        return SERVER.code.models().description().plans().keySet().stream()
                .filter(name -> !name.equals(SERVER.code.models().description().defaultPlan()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStreamGrowsAndEnds() {
        Answer answer =
                SERVER.post(GENERATE, "{\"prompt\":\"Dress\",\"seed\":5,\"stream\":true,\"partial_images\":3,\"n\":2}");
        assertThat(answer.raw().headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(answer.raw().headers().firstValue("x-accel-buffering")).hasValue("no");
        List<Event> events = TestServer.events(answer.text());
        assertThat(events.get(events.size() - 1).data()).isEqualTo("[DONE]");
        List<Event> named = events.subList(0, events.size() - 1);
        for (Event event : named) {
            assertThat(event.json().get("type").asText()).isEqualTo(event.type());
        }
        List<Event> completed = named.subList(named.size() - 2, named.size());
        for (int i = 0; i < 2; i++) {
            assertThat(completed.get(i).type()).isEqualTo("image_generation.completed");
            assertThat(TestPictures.read(completed.get(i).json().get("b64_json")))
                    .isEqualTo(TestPictures.drawn(SERVER.code, "Dress", 5 + i));
        }
        List<Event> partial = named.subList(0, named.size() - 2);
        assertThat(partial).hasSizeBetween(1, 6);
        for (Event event : partial) {
            assertThat(event.type()).isEqualTo("image_generation.partial_image");
            assertThat(event.json().get("partial_image_index").asInt()).isBetween(0, 2);
            assertThat(TestPictures.read(event.json().get("b64_json")).width()).isEqualTo(TestPictures.SIDE);
        }
    }

    @Test
    void addressesNeedNothingElse() {
        JsonNode one = SERVER.post(GENERATE, "{\"prompt\":\"Bag\",\"seed\":1,\"response_format\":\"url\"}")
                .json()
                .get("data")
                .get(0);
        assertThat(one.has("b64_json")).isFalse();
        Answer file = SERVER.get(one.get("url").asText());
        assertThat(PictureFiles.read(file.body(), "the file")).isEqualTo(TestPictures.drawn(SERVER.code, "Bag", 1));
        assertThat(file.raw().headers().firstValue("content-type")).hasValue("image/png");
        assertThat(SERVER.get("v1/files/0123").status()).isEqualTo(404);
    }

    @Test
    void jpegsAreMadeWhereTheyAreAskedFor() {
        JsonNode one = SERVER.post(
                        GENERATE,
                        "{\"prompt\":\"Bag\",\"seed\":1,\"output_format\":\"jpeg\",\"output_compression\":90}")
                .json()
                .get("data")
                .get(0);
        byte[] file = Base64.getDecoder().decode(one.get("b64_json").asText());
        assertThat(new byte[] {file[0], file[1]}).containsExactly(0xff, 0xd8);
        Picture made = PictureFiles.read(file, "the jpeg");
        byte[] expected = TestPictures.drawn(SERVER.code, "Bag", 1).rgb();
        long apart = 0;
        for (int i = 0; i < expected.length; i++) {
            apart += Math.abs((made.rgb()[i] & 0xff) - (expected[i] & 0xff));
        }
        assertThat((double) apart / expected.length)
                .as("mean difference of a number")
                .isLessThan(8);
    }

    @Test
    void modelsAreListed() {
        JsonNode data = SERVER.get("v1/models").json().get("data");
        assertThat(data.findValuesAsText("id")).contains("fashion32", "fashion32:" + plan());
        assertThat(SERVER.get("v1/models/fashion32").json().get("object").asText())
                .isEqualTo("model");
        Answer unknown = SERVER.get("v1/models/nobody");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().get("error").get("code").asText()).isEqualTo("model_not_found");
    }

    @Test
    void aFileSaysHowItWasMade() throws IOException {
        JsonNode one = SERVER.post(GENERATE, "{\"prompt\":\"Bag\",\"seed\":11}")
                .json()
                .get("data")
                .get(0);
        byte[] file = Base64.getDecoder().decode(one.get("b64_json").asText());
        Map<String, String> text = PictureFiles.text(file, "the file");
        assertThat(text).containsEntry("Seed", "11").containsEntry("Class", "8 Bag");
        assertThat(text.get("parameters")).contains("Seed: 11").contains("Model: fashion32");
        assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(TestPictures.SIDE);
    }
}
