package dev.codevar.evaluation.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.evaluation.Evaluated;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.FrechetInterval;
import dev.codevar.evaluation.warning.Subject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EvaluateReportTest {
    private static final Scores ALL =
            new Scores(3.9, 6.1, 215.8, 3.25, 0.8265, 0.5309, 0.001, 0.9, 0.8, 50_000, 10_000, List.of("beware"));
    private static final Subject SAMPLES = new Subject("run.npz", 50_000, 256, 256, false, null);
    private static final Subject REFERENCE = new Subject("ref.npz", 10_000, 256, 256, true, null);

    @Test
    void programsGetTheirKeys() throws JsonProcessingException {
        JsonNode json = json(evaluated(new TreeMap<>(Map.of(3, 1.5, 12, 2.5))));
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "fid",
                        "sfid",
                        "is_mean",
                        "is_std",
                        "precision",
                        "recall",
                        "kid",
                        "density",
                        "coverage",
                        "count_samples",
                        "count_reference",
                        "warnings",
                        "fid_low",
                        "fid_high",
                        "per_class",
                        "class_accuracy");
        assertThat(json.path("fid").asDouble()).isEqualTo(3.9);
        assertThat(json.path("fid_low").asDouble()).isEqualTo(3.8);
        assertThat(json.path("fid_high").asDouble()).isEqualTo(4.1);
        assertThat(json.path("per_class").path("12").asDouble()).isEqualTo(2.5);
        assertThat(json.path("class_accuracy").asDouble()).isEqualTo(0.875);
        assertThat(json.path("warnings")).extracting(JsonNode::asText).containsExactly("beware of it", "beware");
    }

    @Test
    void whatIsUnknownIsLeftOut() throws JsonProcessingException {
        Scores few = new Scores(null, null, 4.5, 0.0, null, null, null, null, null, 7, null, List.of());
        Evaluated evaluated = new Evaluated(
                few,
                null,
                Collections.emptySortedMap(),
                null,
                SAMPLES,
                null,
                "net",
                true,
                Scoring.published(),
                List.of(),
                List.of(),
                Map.of());
        assertThat(json(evaluated).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("is_mean", "is_std", "count_samples", "warnings");
    }

    @Test
    void peopleGetATable() {
        SortedMap<Integer, Double> classes = new TreeMap<>();
        for (int i = 0; i < 30; i++) {
            classes.put(i, 100.0 + i);
        }
        StringWriter text = new StringWriter();
        EvaluateReport.of(evaluated(classes), null).print(new PrintWriter(text, true), false);
        assertThat(text.toString().lines())
                .contains(
                        "Fréchet distance (FID)   3.90000   95% between 3.80000 and 4.10000",
                        "Inception Score          215.800   ± 3.25",
                        "precision                0.826500",
                        "samples: run.npz, 50000 pictures of 256x256 pixels",
                        "reference: ref.npz, 10000 pictures of 256x256 pixels, Fréchet distances by stored statistics",
                        "features: net; precision and recall in float16, as published",
                        "seconds: FID 12.3",
                        "29              129.000",
                        "the 10 furthest of 30 classes (--json has all)",
                        "right class              0.875000",
                        "note: beware of it",
                        "note: beware")
                .doesNotContain("19              119.000");
    }

    private static Evaluated evaluated(SortedMap<Integer, Double> perClass) {
        return new Evaluated(
                ALL,
                new FrechetInterval(3.9, 3.8, 4.1, 0.07),
                perClass,
                0.875,
                SAMPLES,
                REFERENCE,
                "net",
                true,
                Scoring.published(),
                List.of("beware of it"),
                List.of(),
                Map.of("FID", 12.34));
    }

    private static JsonNode json(Evaluated evaluated) throws JsonProcessingException {
        StringWriter text = new StringWriter();
        EvaluateReport.of(evaluated, null).print(new PrintWriter(text, true), true);
        return new ObjectMapper().readTree(text.toString());
    }
}
