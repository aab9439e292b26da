package dev.codevar.measure.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.fault.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {

    @Test
    void runsAreComparedWithVarOfTheSameBatch() {
        BenchReport report = new BenchReport(
                BenchSamples.MACHINE,
                BenchSamples.CEILINGS,
                List.of(
                        BenchSamples.run(8, 4, 5, 6_000_000_000L, 1),
                        BenchSamples.run(10, 4, 20, 8_000_000_000L, 1),
                        BenchSamples.run(10, 1, 3, null, 1),
                        BenchSamples.run(8, 1, 2, 5_000_000_000L, 1),
                        BenchSamples.run(8, 2, 2, 5_000_000_000L, 1)));

        assertThat(report.runs())
                .extracting(BenchRun::againstVar)
                .containsExactly(
                        new AgainstVar(4.0, 0.75),
                        new AgainstVar(1.0, 1.0),
                        new AgainstVar(1.0, null),
                        new AgainstVar(1.5, null),
                        AgainstVar.NONE);
    }

    @Test
    void jsonHoldsEveryNumber() throws Exception {
        BenchReport report = new BenchReport(
                BenchSamples.MACHINE,
                BenchSamples.CEILINGS,
                List.of(BenchSamples.run(8, 4, 5, null, 123), BenchSamples.run(10, 4, 20, 8_000_000_000L, 456)));

        JsonNode json = new ObjectMapper().readTree(report.toJson());

        assertThat(fields(json)).containsExactly("machine", "ceilings", "ceilings_before", "ceilings_after", "runs");
        JsonNode run = json.get("runs").get(0);
        assertThat(fields(run))
                .containsExactly(
                        "plan",
                        "draft_steps",
                        "drafter_depth",
                        "batch",
                        "precision",
                        "device",
                        "repetitions",
                        "seconds_transformer",
                        "seconds_transformer_spread",
                        "seconds_vae",
                        "seconds_vae_spread",
                        "seconds_total",
                        "seconds_per_scale",
                        "seconds_per_segment",
                        "images_per_second",
                        "peak_rss_bytes",
                        "kv_bytes",
                        "weight_bytes",
                        "bound_seconds",
                        "bound_seconds_per_scale",
                        "bound_share_per_scale",
                        "scales_below_half",
                        "gemm_bound_share",
                        "java_share",
                        "speed_up",
                        "memory_share");
        assertThat(run.get("plan").asText()).isEqualTo("d30:8,d16");
        assertThat(run.get("draft_steps").asInt()).isEqualTo(8);
        assertThat(run.get("precision").asText()).isEqualTo("bfloat16");
        assertThat(run.get("peak_rss_bytes").isNull()).isTrue();
        assertThat(run.get("kv_bytes").asLong()).isEqualTo(123);
        assertThat(run.get("speed_up").asDouble()).isEqualTo(4);
        assertThat(run.get("seconds_per_scale").size()).isEqualTo(10);
        assertThat(json.get("runs").get(1).get("peak_rss_bytes").asLong()).isEqualTo(8_000_000_000L);
        assertThat(json.at("/ceilings/float32/gemm_flops_per_second").asDouble())
                .isEqualTo(210e9);
        assertThat(json.at("/ceilings/memory_bytes_per_second").asDouble()).isEqualTo(30e9);
        assertThat(json.at("/ceilings_before/memory_bytes_per_second").asDouble())
                .isEqualTo(24e9);
        assertThat(json.at("/ceilings_after/bfloat16/gemm_flops_per_second").asDouble())
                .isEqualTo(0.72e12);
        assertThat(json.at("/ceilings/float32/products").isArray()).isTrue();
        assertThat(json.at("/ceilings/float16").isNull()).isTrue();
        assertThat(json.at("/machine/processor").asText()).isEqualTo("Abacus 9000");
        assertThat(json.at("/machine/instruction_sets/0").asText()).isEqualTo("avx512f");
    }

    @Test
    void reportNeedsRuns() {
        assertThatThrownBy(() -> new BenchReport(BenchSamples.MACHINE, BenchSamples.CEILINGS, List.of()))
                .isInstanceOf(InvalidInputException.class);
    }

    private static List<String> fields(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
