package dev.codevar.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.StandIn;
import dev.codevar.training.loop.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole training on a device whose tensors cannot be mixed with the processor's, and whose memory cannot be looked into: as on CUDA. What
 * comes of it is what comes of the same on the processor.
 */
@EnabledOnOs(OS.LINUX)
class OtherDeviceTest {
    private static final float TOLERANCE = 1e-5f;

    @TempDir
    Path folder;

    private TinyRuns here;
    private TinyRuns there;
    private Path pictures;

    /** A run of either. */
    @FunctionalInterface
    private interface Run {
        Outcome on(TinyRuns runs, String out) throws IOException;
    }

    @BeforeEach
    void begin() throws IOException {
        here = new TinyRuns(folder);
        there = new TinyRuns(folder, new Compute(StandIn.device(), Precision.FLOAT32));
        pictures = here.pictures(1, 2);
    }

    private void same(String tensor, Run run) throws IOException {
        Path ours = run.on(here, "here").weights().orElseThrow();
        Path theirs = run.on(there, "there").weights().orElseThrow();
        for (String kind : List.of("training", "validation")) {
            List<JsonNode> expected = here.log("here", kind);
            List<JsonNode> got = there.log("there", kind);
            assertThat(got).hasSameSizeAs(expected).isNotEmpty();
            for (int line = 0; line < got.size(); line++) {
                requireClose(expected.get(line), got.get(line));
            }
        }
        assertThat(TinyRuns.weights(theirs, tensor)).containsExactly(TinyRuns.weights(ours, tensor), within(TOLERANCE));
    }

    private static void requireClose(JsonNode expected, JsonNode got) {
        assertThat(got.fieldNames()).toIterable().containsExactlyElementsOf(expected::fieldNames);
        expected.properties().forEach(field -> {
            double value = field.getValue().asDouble();
            assertThat(got.get(field.getKey()).asDouble())
                    .as(field.getKey())
                    .isCloseTo(value, within(1e-6 + 1e-3 * Math.abs(value)));
        });
    }

    @Test
    void classifier() throws IOException {
        same("head.weight", (runs, out) -> runs.classifier(pictures, out, Map.of()));
    }
}
