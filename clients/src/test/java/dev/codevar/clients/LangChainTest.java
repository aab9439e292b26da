package dev.codevar.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.serve.TestPictures;
import dev.codevar.serve.TestServer;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.langchain4j.model.output.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** LangChain4j's client, which sends no format. */
class LangChainTest {

    @Test
    void generates() {
        try (TestServer server = TestServer.start()) {
            OpenAiImageModel model = OpenAiImageModel.builder()
                    .baseUrl(server.server.address() + "v1")
                    .apiKey("none is needed")
                    .modelName("fashion32")
                    .build();
            Response<List<Image>> response = model.generate("an ankle boot", 2);
            assertThat(response.content()).hasSize(2);
            for (Image image : response.content()) {
                assertThat(image.revisedPrompt()).isEqualTo("Ankle boot");
                assertThat(TestPictures.read(image.base64Data()).width()).isEqualTo(TestPictures.SIDE);
            }
        }
    }
}
