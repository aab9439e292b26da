package dev.codevar.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.images.Image;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import dev.codevar.picture.Picture;
import dev.codevar.serve.TestPictures;
import dev.codevar.serve.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own Java library. */
class OpenAiJavaTest {
    @TempDir
    static Path folder;

    private static TestServer server;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        client = OpenAIOkHttpClient.builder()
                .baseUrl(server.server.address() + "v1")
                .apiKey("none is needed")
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static Picture drawn(String label, long seed) {
        return TestPictures.drawn(server.code, label, seed);
    }

    private static Picture picture(Image image) {
        return TestPictures.read(image.b64Json().orElseThrow());
    }

    @Test
    void generates() {
        ImagesResponse response = client.images()
                .generate(ImageGenerateParams.builder()
                        .model("fashion32")
                        .prompt("a sneaker")
                        .n(2)
                        .putAdditionalBodyProperty("seed", JsonValue.from(7))
                        .build());
        List<Image> data = response.data().orElseThrow();
        assertThat(data).hasSize(2);
        assertThat(picture(data.get(0))).isEqualTo(drawn("Sneaker", 7));
        assertThat(picture(data.get(1))).isEqualTo(drawn("Sneaker", 8));
        assertThat(data.get(0).revisedPrompt()).hasValue("Sneaker");
        assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(260);
    }

    @Test
    void editsBytesStreamsAndPaths() throws IOException {
        byte[] source = TestPictures.png(drawn("Coat", 1));
        byte[] mask = TestPictures.png(TestPictures.whiteTop());
        Path file = Files.write(folder.resolve("source.png"), source);
        List<ImageEditParams.Builder> ways = List.of(
                ImageEditParams.builder().image(source).mask(mask),
                ImageEditParams.builder().image(file).mask(mask),
                ImageEditParams.builder()
                        .image(MultipartField.<ImageEditParams.Image>builder()
                                .value(ImageEditParams.Image.ofInputStream(new ByteArrayInputStream(source)))
                                .filename("a.png")
                                .contentType("image/png")
                                .build())
                        .mask(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(mask))
                                .filename("m.png")
                                .contentType("image/png")
                                .build()));
        Picture first = null;
        for (ImageEditParams.Builder way : ways) {
            ImagesResponse response = client.images()
                    .edit(way.prompt("Coat")
                            .putAdditionalBodyProperty("seed", JsonValue.from(3))
                            .build());
            Picture made = picture(response.data().orElseThrow().get(0));
            assertThat(made).isNotEqualTo(drawn("Coat", 1));
            first = first == null ? made : first;
            assertThat(made).isEqualTo(first);
        }
    }

    @Test
    void streams() {
        ImageGenerateParams params = ImageGenerateParams.builder()
                .prompt("Dress")
                .partialImages(3)
                .putAdditionalBodyProperty("seed", JsonValue.from(5))
                .build();
        try (StreamResponse<ImageGenStreamEvent> stream = client.images().generateStreaming(params)) {
            List<ImageGenStreamEvent> events = stream.stream().toList();
            ImageGenStreamEvent last = events.get(events.size() - 1);
            assertThat(last.isGenerationCompleted()).isTrue();
            assertThat(TestPictures.read(last.asGenerationCompleted().b64Json()))
                    .isEqualTo(drawn("Dress", 5));
            List<ImageGenStreamEvent> before = events.subList(0, events.size() - 1);
            assertThat(before).isNotEmpty().allMatch(ImageGenStreamEvent::isGenerationPartialImage);
        }
    }

    @Test
    void errorsHaveTheirTypes() {
        assertThatThrownBy(() -> client.images()
                        .generate(ImageGenerateParams.builder()
                                .prompt("Bag")
                                .n(1000)
                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("1000");
        assertThatThrownBy(() -> client.images()
                        .generate(ImageGenerateParams.builder()
                                .prompt("Bag")
                                .model("nobody")
                                .build()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void listsModels() {
        assertThat(client.models().list().data()).anyMatch(model -> model.id().equals("fashion32"));
    }
}
