package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.serve.TestServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes addresses and names of files into requests gets nothing fetched and nothing read, in whichever field. */
@Timeout(60)
class ReachTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start();

    @TempDir
    Path folder;

    @Test
    void nothingIsFetchedAndNothingRead() throws IOException {
        Path file = folder.resolve("secret.png");
        Files.write(file, TestPictures.png(TestPictures.whiteTop()));
        try (ServerSocket bait = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String host = "127.0.0.1:" + bait.getLocalPort();
            for (String lure :
                    List.of("http://" + host + "/x.png", "//" + host + "/x", "file://" + file, file.toString())) {
                for (Answer answer : answers(lure)) {
                    assertThat(answer.status()).as(lure).isBetween(200, 499);
                }
                for (Answer answer : edits(lure)) {
                    assertThat(answer.status()).as(lure).isEqualTo(400);
                }
            }
            bait.setSoTimeout(100);
            assertThatThrownBy(bait::accept).as("nobody came").isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static List<Answer> answers(String lure) {
        String all = "\"model\":\"LURE\",\"plan\":\"LURE\",\"class\":\"LURE\",\"prompt\":\"LURE\"";
        List<String> requests = new ArrayList<>();
        for (String one : all.split(",", -1)) {
            requests.add("v1/images/generations {" + one + "}");
            requests.add("api/jobs {" + one + "}");
        }
        requests.add(
                "v1/images/generations {\"prompt\":\"Bag\",\"user\":\"LURE\",\"image\":\"LURE\",\"style\":\"LURE\"}");
        requests.add("sdapi/v1/txt2img {\"prompt\":\"Bag\",\"sampler_name\":\"LURE\"}");
        requests.add("sdapi/v1/txt2img {\"prompt\":\"Bag\",\"override_settings\":{\"sd_model_checkpoint\":\"LURE\"}}");
        requests.add("sdapi/v1/options {\"sd_model_checkpoint\":\"LURE\"}");
        List<Answer> answers = sent(requests, lure);
        answers.add(SERVER.send(SERVER.to("v1/models")
                .header("X-Forwarded-Host", lure)
                .header("Referer", lure)
                .GET()));
        return answers;
    }

    /** Where a picture is taken: the file is one, so that whoever read it would draw. */
    private static List<Answer> edits(String lure) {
        List<Answer> answers = sent(
                List.of(
                        "v1/images/edits {\"prompt\":\"Bag\",\"images\":[{\"image_url\":\"LURE\"}]}",
                        "v1/images/edits {\"prompt\":\"Bag\",\"images\":[{\"file_id\":\"LURE\"}]}",
                        "api/jobs {\"class\":\"Bag\",\"edit\":{\"source\":\"LURE\",\"mask\":\"LURE\"}}",
                        "api/restore LURE",
                        "sdapi/v1/img2img {\"prompt\":\"Bag\",\"init_images\":[\"LURE\"],\"mask\":\"LURE\"}"),
                lure);
        byte[] form = new FormBody()
                .text("image", lure)
                .file("mask", lure, new byte[10])
                .text("prompt", "Bag")
                .bytes();
        answers.add(SERVER.send(SERVER.to("v1/images/edits")
                .header("Content-Type", FormBody.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form))));
        return answers;
    }

    private static List<Answer> sent(List<String> requests, String lure) {
        List<Answer> answers = new ArrayList<>();
        for (String request : requests) {
            String[] parts = request.replace("LURE", lure).split(" ", 2);
            answers.add(SERVER.post(parts[0], parts[1]));
        }
        return answers;
    }
}
