package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.EditSource;
import dev.codevar.picture.Box;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.serve.TestServer.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** OpenAI's edits as its clients send them, with the pictures that the library makes by itself. */
class OpenAiEditTest {
    private static final int SIDE = TestPictures.SIDE;

    @AutoClose
    private static final TestServer SERVER = TestServer.start();

    /** The left half is transparent, as in the masks that OpenAI's users make: it is what is drawn anew. */
    private static byte[] transparentLeft(Picture picture) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < SIDE * SIDE; i++) {
            int x = i % SIDE;
            int rgb = (picture.rgb()[3 * i] & 0xff) << 16
                    | (picture.rgb()[3 * i + 1] & 0xff) << 8
                    | (picture.rgb()[3 * i + 2] & 0xff);
            image.setRGB(x, i / SIDE, (x < SIDE / 2 ? 0 : 0xff000000) | rgb);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] whiteLeft() {
        return TestPictures.png(TestPictures.whiteLeft());
    }

    private static Picture edited(Picture source) {
        Mask left = Mask.box(source, Box.at(0, 0).size(SIDE / 2, SIDE));
        return TestPictures.drawn(
                SERVER.code, request -> request.classes("Coat").seed(9).edit(new EditSource(source, left)));
    }

    private static Answer edit(FormBody form) {
        return SERVER.send(SERVER.to("v1/images/edits")
                .header("Content-Type", FormBody.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes())));
    }

    @Test
    void editsAreThoseOfTheLibraryHoweverTheMaskComes() {
        Picture source = TestPictures.drawn(SERVER.code, "Coat", 2);
        Picture expected = edited(source);
        List<FormBody> forms = List.of(
                new FormBody().file("image", "a.png", TestPictures.png(source)).file("mask", "m.png", whiteLeft()),
                new FormBody()
                        .fileWithoutName("image", TestPictures.png(source))
                        .fileWithoutName("mask", whiteLeft()),
                new FormBody()
                        .file("image[]", "a.png", TestPictures.png(source))
                        .file("mask", "m.png", transparentLeft(source)));
        for (int i = 0; i < forms.size(); i++) {
            Answer answer =
                    edit(forms.get(i).text("prompt", "Coat").text("seed", "9").text("n", "1"));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(TestPictures.read(answer.json().get("data").get(0).get("b64_json")))
                    .as("form " + i)
                    .isEqualTo(expected);
        }
        String data = "data:image/png;base64,";
        Base64.Encoder base64 = Base64.getEncoder();
        Answer answer = SERVER.post(
                "v1/images/edits",
                "{\"prompt\":\"Coat\",\"seed\":9,\"images\":[{\"image_url\":\"" + data
                        + base64.encodeToString(TestPictures.png(source)) + "\"}],\"mask\":{\"image_url\":\"" + data
                        + base64.encodeToString(whiteLeft()) + "\"}}");
        assertThat(TestPictures.read(answer.json().get("data").get(0).get("b64_json")))
                .isEqualTo(expected);
    }

    /** What is transparent is white to whoever looks at the picture. */
    @Test
    void aPicturesOwnTransparencyIsAMask() {
        Picture source = TestPictures.drawn(SERVER.code, "Coat", 2);
        byte[] rgb = source.rgb();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = i / 3 % SIDE < SIDE / 2 ? (byte) 255 : rgb[i];
        }
        Answer answer = edit(new FormBody()
                .file("image", "a.png", transparentLeft(source))
                .text("prompt", "Coat")
                .text("seed", "9"));
        assertThat(TestPictures.read(answer.json().get("data").get(0).get("b64_json")))
                .isEqualTo(edited(new Picture(SIDE, SIDE, rgb)));
    }

    @Test
    void editsThatCannotBeDoneSayWhy() {
        byte[] source = TestPictures.png(TestPictures.drawn(SERVER.code, "Coat", 2));
        Answer noMask = edit(new FormBody().file("image", "a.png", source).text("prompt", "Coat"));
        assertThat(noMask.status()).isEqualTo(400);
        assertThat(noMask.text()).contains("no mask");
        assertThat(edit(new FormBody().text("prompt", "Coat")).text()).contains("no image to edit");
        Answer noPicture = edit(new FormBody()
                .file("image", "a.png", "<html>".getBytes(StandardCharsets.UTF_8))
                .file("mask", "m.png", whiteLeft())
                .text("prompt", "Coat"));
        assertThat(noPicture.status()).isEqualTo(400);
        assertThat(noPicture.json().get("error").get("param").asText()).isEqualTo("image");
        Answer address = SERVER.post(
                "v1/images/edits", "{\"prompt\":\"Coat\",\"images\":[{\"image_url\":\"http://127.0.0.1/x.png\"}]}");
        assertThat(address.status()).isEqualTo(400);
        assertThat(address.text()).contains("fetches none");
    }
}
