package dev.codevar.app.machine;

import static dev.codevar.app.Cli.FASHION32;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code codevar precision}: a table for people, an object for programs, and a line for what is wrongly asked. */
class PrecisionCommandTest {

    @Test
    void peopleGetATable() {
        String out = Cli.run("precision", "-m", FASHION32, "--plan", "small", "-n", 4, "--batch", 3)
                .succeeds()
                .out();
        assertThat(out)
                .startsWith("fashion32, plan small: bfloat16 against float32 on cpu, 4 pictures from seed 42\n")
                .contains(
                        "\nworst layer: ",
                        "\nscale  side  model  tokens",
                        "\n5      8     small     256",
                        "\nall  ",
                        "\nFréchet distance")
                .contains("not FID");
    }

    @Test
    void programsGetAnObject() {
        Object[] words = {
            "precision",
            "-m",
            FASHION32,
            "--count",
            3,
            "--seed",
            5,
            "--draft-steps",
            2,
            "--drafter-depth",
            4,
            "--refiner-depth",
            2,
            "--training-free",
            "--cfg",
            1.5,
            "--top-k",
            100,
            "--top-p",
            0.9,
            "--temperature",
            1.1,
            "--precision",
            "bf16",
            "--json"
        };
        JsonNode json = Cli.run(words).succeeds().json();
        assertThat(json.path("plan").asText()).isEqualTo("large:2,small");
        assertThat(json.path("precision").asText()).isEqualTo("bfloat16");
        assertThat(json.path("count").asInt()).isEqualTo(3);
        assertThat(json.path("seed").asInt()).isEqualTo(5);
        assertThat(json.at("/sampling/cfg").asDouble()).isEqualTo(1.5);
        assertThat(json.at("/sampling/top_k/0").asInt()).isEqualTo(100);
        assertThat(json.path("scales")).hasSize(6);
        JsonNode finest = json.at("/scales/5");
        assertThat(finest.path("side").asInt()).isEqualTo(8);
        assertThat(finest.path("model").asText()).isEqualTo("small");
        assertThat(finest.path("tokens").asInt()).isEqualTo(3 * 64);
        for (JsonNode some : new JsonNode[] {finest, json.path("all")}) {
            assertThat(some.path("mean_logit_difference").asDouble()).isPositive();
            assertThat(some.path("max_logit_difference").asDouble()).isPositive();
            assertThat(some.path("logit_deviation").asDouble()).isPositive();
            assertThat(some.path("total_variation").asDouble()).isPositive();
            assertThat(some.path("kl_divergence").asDouble()).isPositive();
            assertThat(some.path("same_likeliest").asDouble()).isBetween(0.5, 1.0);
            assertThat(some.path("same_token").asDouble()).isBetween(0.5, 1.0);
            assertThat(some.path("same_token_alone").asDouble()).isBetween(0.0, 1.0);
        }
        assertThat(json.path("layers")).hasSize(4 * (4 + 2));
        assertThat(json.at("/layers/16/model").asText()).isEqualTo("small");
        assertThat(json.at("/layers/16/layer").asText()).isEqualTo("qkv");
        assertThat(json.at("/layers/16/error").asDouble()).isPositive();
        assertThat(json.at("/layers/16/scales/0/scale").asInt()).isEqualTo(2);
        assertThat(json.at("/pictures/equal").isDouble()).isTrue();
        assertThat(json.at("/pictures/psnr").asDouble()).isPositive();
        assertThat(json.at("/pictures/psnr_same_tokens").asDouble()).isPositive();
        assertThat(json.at("/pictures/distance_same_seeds").asDouble()).isPositive();
        assertThat(json.at("/pictures/distance_other_seeds").asDouble()).isPositive();
        assertThat(json.at("/pictures/distance_exact").asDouble()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--count 1 | count 1 is not between 2 and 1000000",
                "--count -3 | count -3 is not between 2 and 1000000",
                "--batch 0 | batch 0 is not between 1 and 4096",
                "--precision float32 | precision float32 is what others are compared with",
                "--precision fp32 | precision float32 is what others are compared with",
                "--precision float16 | float16 is for CUDA",
                "--precision int4 | precision 'int4' is unknown",
                "--plan huge | no model 'huge'",
                "--plan large --draft-steps 3 | --plan says it all",
                "--top-k 513 | top-k 513 is not between 0 and 512",
                "--temperature 1,2 | temperature has 2 values",
                "--cfg 500 | cfg 500.0 is not between 0 and 100",
                "--device cpu,huge=cpu | no model 'huge'",
                "--threads 0 | threads 0 is not between 1 and 1024",
                "--more-smooth | --more-smooth",
            })
    void wrongOptionsEndWithTwo(String options, String message) {
        Object[] words = Stream.concat(
                        Stream.of("precision", "-m", FASHION32.toString()), Stream.of(options.split(" ")))
                .toArray();
        Cli.run(words).fails(2, message);
    }

    @Test
    void unknownModelsEndWithTwo() {
        Cli.run("precision", "-m", "nowhere").fails(2, "model 'nowhere' is unknown");
    }

    @Test
    void helpSaysWhatIsMeasured() {
        assertThat(Cli.run("precision", "--help").succeeds().out())
                .contains("against float32", "--precision", "Default: bfloat16", "Default: 1000", "--cfg", "--top-p");
    }
}
