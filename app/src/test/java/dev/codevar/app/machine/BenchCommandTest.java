package dev.codevar.app.machine;

import static dev.codevar.app.Cli.FASHION32;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codevar.app.Cli;
import dev.codevar.app.Cli.Done;
import dev.codevar.picture.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured, and that it is written where it was asked for; how much it is, nobody can say here. */
class BenchCommandTest {
    private static final Object[] ONCE = {"--warmup", 0, "--repetitions", 1, "--kernel-time", 0};
    private static final int FLOAT = 4;
    private static final int ROWS_PER_PICTURE = 2;
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    @Tag("slow")
    void measuresEveryPlanOfAModelSet() throws IOException {
        Path json = folder.resolve("bench.json");
        Done done = bench(ONCE, "-m", FASHION32, "--batch", 1, "--precision", "float32", "--json", json);
        done.succeeds();
        assertThat(rowsOfTable(done)).isEqualTo(2 * 12);
        List<JsonNode> runs = runs(json);
        assertThat(runs.stream().map(BenchCommandTest::name))
                .containsExactly(
                        "drafter5:5,refiner5 5 1",
                        "drafter4:4,refiner4 4 1",
                        "drafter3:3,refiner3 3 1",
                        "large:2,refiner2 2 1",
                        "large:1,refiner1 1 1",
                        "large:5,small 5 1",
                        "large:4,small 4 1",
                        "large:3,small 3 1",
                        "large:2,small 2 1",
                        "large:1,small 1 1",
                        "large 6 1",
                        "small null 1");
        runs.forEach(BenchCommandTest::assertIsPlausible);
    }

    @Test
    @Tag("slow")
    void measuresPlansInEveryBatch() throws IOException {
        Path json = folder.resolve("bench.json");
        Path chart = folder.resolve("bench.png");
        Done done = bench(
                ONCE,
                "-m",
                FASHION32,
                "--plan",
                "drafter4:4,refiner4",
                "--plan",
                "large",
                "--batch",
                "1,2",
                "--precision",
                "float32",
                "--json",
                json,
                "--chart",
                chart);
        done.succeeds();
        assertThat(done.out())
                .contains(
                        "wrote " + json,
                        "wrote " + chart,
                        "drafter4:4,refiner4",
                        "transformers, s",
                        "× VAR",
                        "after against before:",
                        "share of its own bound");
        assertThat(rowsOfTable(done)).as("rows of both tables").isEqualTo(2 * 4);
        assertThat(PictureFiles.read(chart).width()).isGreaterThan(500);
        assertThat(names()).containsExactlyInAnyOrder("bench.json", "bench.png");

        assertIsThisMachine(read(json));
        List<JsonNode> runs = runs(json);
        assertThat(runs.stream().map(BenchCommandTest::name))
                .containsExactly("drafter4:4,refiner4 4 1", "drafter4:4,refiner4 4 2", "large 6 1", "large 6 2");
        runs.forEach(BenchCommandTest::assertIsPlausible);
        assertThat(runs.stream().skip(2).map(run -> run.path("speed_up").asDouble()))
                .containsExactly(1.0, 1.0);
        for (int batch = 0; batch < 2; batch++) {
            JsonNode pair = runs.get(batch);
            JsonNode var = runs.get(2 + batch);
            assertThat(pair.path("speed_up").asDouble())
                    .isCloseTo(
                            var.path("seconds_transformer").asDouble()
                                    / pair.path("seconds_transformer").asDouble(),
                            Percentage.withPercentage(1));
        }
    }

    private static long rowsOfTable(Done done) {
        return done.out()
                .lines()
                .filter(line -> line.matches("(drafter|large|small)\\S* .*float32.*"))
                .count();
    }

    private static List<JsonNode> runs(Path json) throws IOException {
        List<JsonNode> runs = new ArrayList<>();
        read(json).path("runs").forEach(runs::add);
        return runs;
    }

    /** {@return its plan, draft steps and batch} */
    private static String name(JsonNode run) {
        return run.path("plan").asText() + " "
                + run.path("draft_steps").asText() + " "
                + run.path("batch").asInt();
    }

    private static void assertIsPlausible(JsonNode run) {
        assertThat(run.path("precision").asText()).isEqualTo("float32");
        double transformer = run.path("seconds_transformer").asDouble();
        double vae = run.path("seconds_vae").asDouble();
        assertThat(transformer).isBetween(1e-4, 60.0);
        assertThat(vae).isBetween(1e-5, 60.0);
        assertThat(run.path("images_per_second").asDouble())
                .isCloseTo(run.path("batch").asInt() / (transformer + vae), Percentage.withPercentage(1));
        assertThat(run.path("gemm_bound_share").isNumber()).isTrue();
        assertThat(run.path("gemm_bound_share").asDouble()).isPositive();
        assertThat(run.path("bound_share_per_scale").size())
                .isEqualTo(run.path("seconds_per_scale").size());
        assertThat(run.has("peak_rss_bytes")).isTrue();
        assertThat(run.path("kv_bytes").asLong()).as("%s", run).isEqualTo(keysAndValues(run));
    }

    /** Of two rows a picture: the first 1, 5, 14, 30, 66 or all 130 tokens, in 4 blocks of 256 or 2 of 128. */
    private static long keysAndValues(JsonNode run) {
        int[] tokens = {0, 1, 5, 14, 30, 66, 130};
        int rows = ROWS_PER_PICTURE * run.path("batch").asInt();
        int drafted = run.path("plan").asText().equals("small")
                ? 0
                : run.path("draft_steps").asInt();
        long drafter = 2L * FLOAT * 4 * rows * tokens[drafted] * 256;
        long refiner = drafted == 6 ? 0 : 2L * FLOAT * 2 * rows * 130 * 128;
        return Math.max(drafter, refiner);
    }

    private static void assertIsThisMachine(JsonNode report) {
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("machine", "ceilings", "ceilings_before", "ceilings_after", "runs");
        JsonNode machine = report.path("machine");
        assertThat(machine.path("cores").asInt()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(machine.path("threads").asInt()).isPositive();
        assertThat(machine.path("java_version").asText()).isEqualTo(System.getProperty("java.version"));
        JsonNode ceilings = report.path("ceilings");
        assertThat(ceilings.path("memory_bytes_per_second").asDouble()).isGreaterThan(1e6);
        assertThat(ceilings.path("bfloat16").isNull())
                .as("no run is in bfloat16")
                .isTrue();
        JsonNode rates = ceilings.path("float32");
        assertThat(rates.path("gemm_flops_per_second").asDouble()).isGreaterThan(1e6);
        assertThat(rates.path("convolution_flops_per_second").asDouble()).isGreaterThan(1e6);
        assertThat(rates.path("products").path(0).path("kernel").asText()).isEqualTo("libtorch");
        // The better of both measurements.
        String rate = "/float32/gemm_flops_per_second";
        assertThat(rates.path("gemm_flops_per_second").asDouble())
                .isEqualTo(Math.max(
                        report.path("ceilings_before").at(rate).asDouble(),
                        report.path("ceilings_after").at(rate).asDouble()));
    }

    @Test
    void measuresEightBitsAndWhatIsBesideThem() throws IOException {
        Path json = folder.resolve("int8.json");
        bench(ONCE, "-m", FASHION32, "--plan", "small", "--batch", 1, "--precision", "int8", "--json", json)
                .succeeds();
        assertThat(runs(json).get(0).path("precision").asText()).isEqualTo("int8");
        for (String precision : List.of("float32", "int8")) {
            assertThat(read(json)
                            .at("/ceilings/" + precision + "/gemm_flops_per_second")
                            .asDouble())
                    .isGreaterThan(1e6);
        }
    }

    @Test
    @Tag("slow")
    void measuresEveryPrecisionBesideItsOwnCeilings() throws IOException {
        Path json = folder.resolve("bench.json");
        bench(
                        ONCE,
                        "-m",
                        FASHION32,
                        "--plan",
                        "large",
                        "--plan",
                        "drafter4:4,refiner4",
                        "--batch",
                        1,
                        "--precision",
                        "float32, bfloat16",
                        "--json",
                        json)
                .succeeds();
        List<JsonNode> runs = runs(json);
        assertThat(runs.stream()
                        .map(run -> run.path("precision").asText() + " "
                                + run.path("plan").asText()))
                .containsExactly(
                        "float32 large",
                        "float32 drafter4:4,refiner4",
                        "bfloat16 large",
                        "bfloat16 drafter4:4,refiner4");
        assertThat(runs.get(2).path("speed_up").asDouble()).isEqualTo(1);
        for (int plan = 0; plan < 2; plan++) {
            long exact = keysAndValues(runs.get(plan));
            assertThat(runs.get(plan).path("kv_bytes").asLong()).isEqualTo(exact);
            assertThat(runs.get(2 + plan).path("kv_bytes").asLong()).isEqualTo(exact / 2);
        }
        for (String precision : List.of("float32", "bfloat16")) {
            assertThat(read(json)
                            .at("/ceilings/" + precision + "/gemm_flops_per_second")
                            .asDouble())
                    .isGreaterThan(1e6);
        }
        assertThat(read(json).at("/ceilings/float16").isNull()).isTrue();
    }

    @Test
    @Tag("slow")
    @EnabledOnOs(OS.LINUX)
    void measuresModelsByDepthOnRandomWeights() throws IOException {
        Path json = folder.resolve("bench.json");
        Done done = bench(
                ONCE,
                "--drafter-depth",
                2,
                "--refiner-depth",
                1,
                "--draft-steps",
                "9,10",
                "--batch",
                1,
                "--precision",
                "float32",
                "--per-scale",
                "--json",
                json);
        done.succeeds();
        assertThat(done.out()).contains("d2:9,d1, batch 1, float32 on cpu");
        List<JsonNode> runs = runs(json);
        assertThat(runs.stream()
                        .map(run -> run.path("plan").asText() + " "
                                + run.path("draft_steps").asInt()))
                .as("VAR first, so that its memory is its own")
                .containsExactly("d2 10", "d2:9,d1 9");
        assertThat(runs.get(0).path("speed_up").asDouble()).isEqualTo(1);
        assertThat(runs.get(1).path("speed_up").isNumber()).isTrue();
        // 680 tokens, or the 424 of the first nine scales, in 2 blocks of 128 or 1 of 64.
        long var = 2L * FLOAT * 2 * ROWS_PER_PICTURE * 680 * 128;
        long pair = 2L * FLOAT * ROWS_PER_PICTURE * Math.max(2 * 424 * 128, 680 * 64);
        assertThat(runs.stream().map(run -> run.path("kv_bytes").asLong())).containsExactly(var, pair);
        for (JsonNode run : runs) {
            assertThat(run.path("peak_rss_bytes").asLong()).isGreaterThan(100 * MIB);
            assertThat(run.path("seconds_per_scale")).hasSize(10);
        }
    }

    /** Published sets call no plan "var". */
    @Test
    @Tag("slow")
    void thePlanToCompareWithIsFoundByItsModelAndNotByItsName() throws IOException {
        Path renamed = Files.createDirectory(folder.resolve("renamed"));
        try (Stream<Path> files = Files.list(FASHION32)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".safetensors"))
                    .toList()) {
                Files.copy(file, renamed.resolve(file.getFileName()));
            }
        }
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode description =
                (ObjectNode) mapper.readTree(FASHION32.resolve("model.json").toFile());
        description.putPOJO("plans", Map.of("two", "large:4,small", "one", "large"));
        description.put("default_plan", "two");
        mapper.writeValue(renamed.resolve("model.json").toFile(), description);
        Path json = folder.resolve("bench.json");
        bench(ONCE, "-m", renamed, "--plan", "one", "--plan", "two", "--plan", "small", "--batch", 1, "--json", json)
                .succeeds();
        JsonNode runs = read(json).path("runs");
        assertThat(runs.path(0).path("draft_steps").asInt()).isEqualTo(6);
        assertThat(runs.path(1).path("draft_steps").asInt()).isEqualTo(4);
        assertThat(runs.path(2).path("draft_steps").isNull()).isTrue();
        assertThat(runs.path(1).path("speed_up").isNumber()).isTrue();
    }

    /** A smaller batch must not be measured in its name. */
    @Test
    @Tag("slow")
    @EnabledOnOs(OS.LINUX)
    void aBatchThatDoesNotFitIsRefused() throws IOException {
        Path json = folder.resolve("bench.json");
        bench(ONCE, "-m", FASHION32, "--batch", 4096, "--max-memory", "3G", "--json", json, "--plan", "large")
                .fails(1, "not enough memory: a batch of 4096 takes ", "GB are available", " would fit");
        bench(ONCE, "-m", FASHION32, "--batch", 1, "--max-memory", "1M", "--json", json)
                .fails(1, "not enough memory: plan drafter5:5,refiner5 ", "0.00 GB are available");
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--batch 0 | batch 0 is not between 1 and 4096",
                "--batch 1,5000 | batch 5000 is not between 1 and 4096",
                "--batch 1,x | 'x' is not a whole number",
                "--batch 1,,2 | '' is not a whole number",
                "--kernel-time -1 | milliseconds of a kernel -1 is not between 0 and 10000",
                "--repetitions 0 | repetitions 0 is not between 1 and 1000",
                "--repetitions 1001 | repetitions 1001 is not between 1 and 1000",
                "--warmup -1 | warm-ups -1 is not between 0 and 1000",
                "--plan huge | plan 'huge': no model 'huge'; there are [large, small, drafter5",
                "--plan large:7,small | large makes 7 scales",
                "--plan large --drafter-depth 4 | --plan names models: it cannot stand beside --drafter-depth",
                "--plan large --training-free | it cannot stand beside --drafter-depth",
                "--random-weights | --random-weights and --model exclude each other",
                "--drafter-depth 4 --refiner-depth 2 --draft-steps 7 | draft steps 7 is not between 1 and 6",
                "--drafter-depth 4 --refiner-depth 2 --draft-steps 0,6 | draft steps 0 is not between 1 and 6",
                "--drafter-depth 2 --refiner-depth 2 --draft-steps 2 | --training-free uses all-round models",
                "--drafter-depth 5 --refiner-depth 2 --draft-steps 4 --training-free | no all-round model of depth 5",
                "--max-memory lots | memory 'lots' is no size: use a number and M, G or T, as in 6G or 900M",
                "--max-memory 6 | memory '6' is no size",
                "--max-memory -6G | memory '-6G' is no size",
                "--max-memory 0M | a memory limit of 0 bytes is not at least 1",
                "--device tpu | device 'tpu' is unknown",
                "--device large=cuda:77 | device 'cuda:77' is not here",
                "--device cpu,cpu | device 'cpu,cpu' is not legal",
                "--device huge=cpu | no model 'huge'",
                "--precision float32,int4 | precision 'int4' is unknown",
                "--precision float16 | float16 is for CUDA",
                "--threads 0 | threads 0 is not between 1 and 1024",
                "--nonsense | --nonsense",
            })
    void wrongOptionsEndWithTwo(String options, String message) throws IOException {
        Object[] given = Stream.concat(
                        Stream.of("-m", FASHION32.toString(), "--json", folder.resolve("x.json"), "--chart"),
                        Stream.concat(Stream.of(folder.resolve("x.png")), Stream.of(options.split(" "))))
                .toArray();
        bench(given).fails(2, message);
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--drafter-depth 2 --refiner-depth 1 --draft-steps 11 | draft steps 11 is not between 1 and 10",
                "--drafter-depth 0 --refiner-depth 1 | depth 0 is not between 1 and 64",
                "--drafter-depth 65 --refiner-depth 1 | depth 65 is not between 1 and 64",
                "--drafter-depth 36 --refiner-depth 16 | do not go together: d36 makes 512-pixel pictures",
                "--random-weights --plan d30 | --plan names models",
            })
    void wrongDepthsEndWithTwo(String options, String message) throws IOException {
        bench(Stream.concat(Stream.of("--json", folder.resolve("x.json")), Stream.of(options.split(" ")))
                        .toArray())
                .fails(2, message);
        assertThat(names()).isEmpty();
    }

    @Test
    void whatCannotBeWrittenIsSaidBeforeAnythingIsMeasured() throws IOException {
        Path nowhere = folder.resolve("no");
        bench("-m", FASHION32, "--json", nowhere.resolve("x.json")).fails(2, "x.json: there is no folder " + nowhere);
        bench("-m", FASHION32, "--chart", nowhere.resolve("x.png")).fails(2, "x.png: there is no folder " + nowhere);
        bench("-m", FASHION32, "--json", folder).fails(2, folder + ": it is a folder");
        bench("-m", FASHION32, "--plan", "large", "--batch", 1, "--chart", folder.resolve("x.png"))
                .fails(2, "x.png would be of one point");
        bench("-m", FASHION32, "--chart", folder.resolve("x.jpg")).fails(2, "x.jpg", "must end in .png");
        assertThat(names()).isEmpty();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void devicesAreNotReplacedByFiles() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        bench("-m", FASHION32, "--json", pipe).fails(2, pipe + ": it is a device or pipe, not a file");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    private static Done bench(Object[] first, Object... more) {
        return Cli.run(Stream.of(new Object[] {"bench"}, first, more)
                .flatMap(Stream::of)
                .toArray());
    }

    private static Done bench(Object... options) {
        return bench(new Object[] {}, options);
    }

    private static JsonNode read(Path json) throws IOException {
        return new ObjectMapper().readTree(json.toFile());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
