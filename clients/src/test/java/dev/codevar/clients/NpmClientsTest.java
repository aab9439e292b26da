package dev.codevar.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.EditSource;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.serve.TestPictures;
import dev.codevar.serve.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's JavaScript library and the AI SDK, where npm can fetch them. */
@Tag("slow")
@Timeout(240)
class NpmClientsTest {
    @TempDir
    Path folder;

    @Test
    void javaScriptClientsDrawEditAndStream() throws Exception {
        copy("package.json");
        copy("clients.mjs");
        Npm npm = new Npm(folder);
        assumeTrue(npm.run("npm", "install", "--no-audit", "--no-fund") == 0, "npm cannot fetch the clients");
        try (TestServer server = TestServer.start()) {
            Picture source = drawn(server, "Coat", 2);
            Path sourceFile = folder.resolve("source.png");
            Path maskFile = folder.resolve("mask.png");
            PictureFiles.writePng(sourceFile, source, Map.of());
            PictureFiles.writePng(maskFile, TestPictures.whiteTop(), Map.of());
            int code =
                    npm.run("node", "clients.mjs", server.server.address(), sourceFile.toString(), maskFile.toString());
            String printed = npm.printed();
            assertThat(code).as(printed).isZero();
            JsonNode out = TestServer.parse(printed);
            assertThat(picture(out.get("generated").get(0))).isEqualTo(drawn(server, "Sneaker", 7));
            assertThat(picture(out.get("generated").get(1))).isEqualTo(drawn(server, "Sneaker", 8));
            assertThat(out.get("revised").asText()).isEqualTo("Sneaker");
            assertThat(picture(out.get("streamed"))).isEqualTo(drawn(server, "Dress", 5));
            assertThat(out.get("types").get(0).asText()).isEqualTo("image_generation.partial_image");
            Mask top = PictureFiles.mask(TestPictures.whiteTop());
            assertThat(picture(out.get("edited")))
                    .isEqualTo(TestPictures.drawn(
                            server.code,
                            request -> request.classes("Coat").seed(9).edit(new EditSource(source, top))));
            assertThat(out.get("error").get("name").asText()).isEqualTo("BadRequestError");
            assertThat(out.get("error").get("param").asText()).isEqualTo("n");
            assertThat(out.get("models").get(0).asText()).isEqualTo("fashion32");
            assertThat(out.get("sdk")).hasSize(2);
            assertThat(picture(out.get("sdk").get(1)).width()).isEqualTo(TestPictures.SIDE);
        }
    }

    private void copy(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/npm/" + name))) {
            Files.copy(in, folder.resolve(name));
        }
    }

    private static Picture drawn(TestServer server, String label, long seed) {
        return TestPictures.drawn(server.code, label, seed);
    }

    private static Picture picture(JsonNode base64) {
        return TestPictures.read(base64);
    }
}
