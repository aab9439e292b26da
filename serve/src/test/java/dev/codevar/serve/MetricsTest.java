package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Prometheus is told is what was done. */
@Timeout(60)
class MetricsTest {
    private static final String GENERATE = "v1/images/generations";

    @Test
    void everyRequestIsCountedByWhatBecameOfIt() throws InterruptedException {
        try (TestServer server = TestServer.start()) {
            server.post(GENERATE, "{\"prompt\":\"Bag\",\"plan\":\"var\",\"n\":2}");
            server.post(GENERATE, "{\"prompt\":\"Coat\",\"plan\":\"var\"}");
            server.post("sdapi/v1/txt2img", "{\"prompt\":\"Coat\",\"sampler_name\":\"small\"}");
            server.post(GENERATE, "{\"prompt\":\"Bag\",\"plan\":\"large:2,small\"}");
            server.post(GENERATE, "{\"prompt\":\"Bag\",\"n\":0}");
            server.get("v1/nothing");
            String text = server.get("metrics").text();
            while (!text.contains("codevar_request_seconds_count 4\n")) {
                Thread.sleep(5);
                text = server.get("metrics").text();
            }
            assertThat(text.lines())
                    .contains(
                            "codevar_requests_total{route=\"image_generation\",plan=\"fashion32:var\",outcome=\"done\"} 2",
                            "codevar_requests_total{route=\"txt2img\",plan=\"fashion32:small\",outcome=\"done\"} 1",
                            "codevar_requests_total{route=\"image_generation\",plan=\"fashion32:other\",outcome=\"done\"} 1",
                            "codevar_images_total 5",
                            "codevar_rejected_total{reason=\"invalid_value\"} 1.0",
                            "codevar_rejected_total{reason=\"not_found\"} 1.0",
                            "codevar_queue_seconds_count 4",
                            "codevar_request_seconds_bucket{le=\"+Inf\"} 4",
                            "codevar_requests_waiting 0",
                            "codevar_requests_running 0",
                            "codevar_cancelled_total 0")
                    .noneMatch(line -> line.contains("Bag") || line.contains("class=") || line.contains("seed="));
        }
    }
}
