package dev.codevar.app.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.OneDnn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine;

class DoctorCommandTest {

    /** In a real child, at the shapes of the model set that is here: its transformers and its VQ-VAE alone. */
    @Test
    void thisMachineIsSound() {
        Cli.Done done = Cli.run("doctor", "--model", Cli.FASHION32, "--json");
        JsonNode report = done.json();
        assertThat(report.get("faults")).isEmpty();
        assertThat(report.get("sound").asBoolean()).isTrue();
        done.succeeds();
        assertThat(report.at("/machine/cores").asInt()).isPositive();
        assertThat(report.at("/machine/memory/available").asLong()).isPositive();
        assertThat(report.at("/machine/java/version").asText()).isEqualTo(System.getProperty("java.version"));
        assertThat(report.at("/natives/versions/libtorch").asText()).isNotEmpty();
        assertThat(report.at("/natives/files").findValuesAsText("torch_cpu")).isNotEmpty();
        assertThat(report.at("/natives/threads").asInt()).isPositive();
        assertThat(report.at("/natives/precision").asText()).isIn("float32", "bfloat16");
        List<String> checks = report.get("checks").findValuesAsText("what");
        assertThat(checks)
                .contains(
                        "ffn.fc1 with GELU 256→1024, 72 rows",
                        "attn.proj 256→256, 2 rows",
                        "convolution 3x3, stride 2, 32→32, 16x16 pixels",
                        "spatial attention 64, 8x8 pixels",
                        "SiLU 64, 8x8 pixels")
                .anyMatch(what -> what.startsWith("attention, 4 heads, "))
                .noneMatch(what -> what.startsWith("attention, 16 heads, "));
        JsonNode check = report.get("checks").get(0);
        assertThat(report.get("checks")).allSatisfy(it -> {
            assertThat(it.get("kernel").asText()).isNotEmpty();
            assertThat(it.get("why").asText()).isNotEmpty();
        });
        assertThat(report.get("checks"))
                .filteredOn(it -> it.get("what").asText().equals("SiLU 64, 8x8 pixels"))
                .hasSizeGreaterThanOrEqualTo(1)
                .allMatch(it -> it.get("kernel").asText().equals(OneDnn.loaded() ? "oneDNN" : "libtorch"));
        assertThat(check.get("error").asDouble())
                .isBetween(0.0, check.get("bound").asDouble());
        assertThat(report.get("checks").findValuesAsText("precision").contains("int8"))
                .isEqualTo(EightBitProduct.offered());
        if (EightBitProduct.offered()) {
            assertThat(report.get("checks"))
                    .filteredOn(it -> it.get("precision").asText().equals("int8"))
                    .extracting(it -> it.get("what").asText())
                    .contains("attn.proj 256→256, 72 rows", "ffn.fc1 with GELU 256→1024, ffn.fc2 1024→256, 72 rows")
                    .anyMatch(what -> what.matches("ffn.fc1 with GELU 256→1024, ffn.fc2 1024→256, \\d{3,} rows"))
                    .noneMatch(what -> what.startsWith("ffn.fc2") || what.startsWith("head"));
            // Of four layers, the last of which is both of the feed-forward network, few rows and many.
            assertThat(report.at("/int8/products").asInt()).isEqualTo(8);
            assertThat(report.at("/int8/kernel").asText()).isEqualTo(Kernel.ONEDNN_EIGHT_BITS);
            assertThat(report.at("/int8/median").asDouble()).isPositive();
        }
        assertThat(check.get("flops_per_second").asDouble()).isPositive();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aChildThatDiesIsALineAndAFailure() {
        StringWriter out = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(out, true), false, false);
        int code = new CommandLine(new DoctorCommand(
                        terminal, command -> List.of("sh", "-c", "kill -KILL $$"), Duration.ofSeconds(60)))
                .execute();
        assertThat(out.toString()).contains("WRONG: the process ended with code 137 while starting", "processor");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void anUnknownModelIsRefused() {
        Cli.run("doctor", "--model", "nosuch").fails(2, "model 'nosuch' is unknown");
        Cli.run("doctor", "--device", "tpu").fails(2, "device 'tpu' is unknown: use cpu, cuda or cuda:i");
    }
}
