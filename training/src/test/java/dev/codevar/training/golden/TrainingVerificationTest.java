package dev.codevar.training.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codevar.fault.CodeVarException;
import dev.codevar.verify.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training steps come out as the published code's; and where they do not, that is said. */
class TrainingVerificationTest {
    private static final Path GOLDEN = Path.of("..", "core/src/test/resources/golden");
    private static final Path SMALL = GOLDEN.resolve("sharedaln128-tiny");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"imagenet256-tiny", "sharedaln128-tiny"})
    void everyGoldenNumberHolds(String name) {
        List<Check> checks = TrainingVerification.run(GOLDEN.resolve(name), false, check -> {});
        assertThat(checks)
                .allSatisfy(
                        check -> assertThat(check.holds()).as(check.toString()).isTrue());
        assertThat(checks)
                .extracting(Check::name)
                .containsExactlyInAnyOrder(
                        "vqvae.reconstruction_mse",
                        "vqvae.vq_loss",
                        "vqvae.grad_norm",
                        "cross_entropy.loss",
                        "cross_entropy.per_scale",
                        "cross_entropy.grad_norm",
                        "adamw_step.after.sum",
                        "adamw_step.after.norm",
                        "adamw_step.after.change",
                        "drafter_cross_entropy.loss",
                        "drafter_cross_entropy.grad_norm",
                        "refiner_distillation.kl_prefix",
                        "refiner_distillation.kl_rest",
                        "refiner_distillation.loss",
                        "refiner_distillation.grad_norm");
        assertThat(checks)
                .filteredOn(check -> check.name().equals("vqvae.grad_norm"))
                .singleElement()
                .satisfies(check -> assertThat(check.values()).isEqualTo(323));
    }

    /** Runs the small case with another training.json, of the published one's sections named. */
    private List<Check> with(Consumer<ObjectNode> change, String... sections) throws IOException {
        for (String file : new String[] {"case.json", "weights.json", "expected.safetensors"}) {
            Files.copy(SMALL.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        ObjectNode json =
                (ObjectNode) JSON.readTree(SMALL.resolve("training.json").toFile());
        json.retain(sections);
        change.accept(json);
        JSON.writeValue(folder.resolve("training.json").toFile(), json);
        return TrainingVerification.run(folder, false, check -> {});
    }

    private static List<String> failed(List<Check> checks) {
        return checks.stream()
                .filter(check -> !check.holds())
                .map(check -> check.name() + ": " + check.note())
                .toList();
    }

    @Test
    void numbersThatDifferAreNamed() throws IOException {
        List<Check> checks = with(
                json -> {
                    ObjectNode section = (ObjectNode) json.path("cross_entropy");
                    section.put("loss", section.path("loss").asDouble() * 1.0002);
                    ((ArrayNode) section.path("per_scale")).set(3, 17);
                    ObjectNode norms = (ObjectNode) section.path("grad_norm");
                    norms.put("head.bias", norms.path("head.bias").asDouble() * 1.002);
                    norms.remove("head.weight");
                    norms.put("head.surprise", 1);
                    section.put("more", 1);
                    json.putObject("another").put("loss", 1);
                },
                "cross_entropy");
        assertThat(failed(checks)).hasSize(5);
        assertThat(failed(checks).get(0)).startsWith("cross_entropy.loss: number 0 is 17.37");
        assertThat(failed(checks).get(1)).startsWith("cross_entropy.per_scale: number 3 is 17.23");
        assertThat(failed(checks).get(2))
                .startsWith("cross_entropy.grad_norm: head.bias is 0.22")
                .contains("head.surprise is NaN, expected 1.0", "head.weight is 1.18", "expected NaN");
        assertThat(failed(checks).subList(3, 5))
                .containsExactly(
                        "cross_entropy.more: not compared: this name is unknown",
                        "another: not compared: this name is unknown");
        assertThat(checks).hasSize(5);
    }

    @Test
    void aStepWithoutDecayOrWithAnotherRateIsFound() throws IOException {
        assertThat(failed(with(json -> step(json).put("weight_decay", 0), "adamw_step")))
                .anySatisfy(line -> assertThat(line).startsWith("adamw_step.after.norm: "));
        assertThat(failed(with(json -> step(json).put("decay_on", "matrices"), "adamw_step")))
                .anySatisfy(line ->
                        assertThat(line).startsWith("adamw_step.after.norm: ").contains("bias"));
        assertThat(failed(with(json -> step(json).put("lr", 0.00101), "adamw_step")))
                .anySatisfy(line -> assertThat(line).startsWith("adamw_step.after.change: "));
    }

    private static ObjectNode step(ObjectNode json) {
        return (ObjectNode) json.path("adamw_step");
    }

    @Test
    void whatCannotBeComparedIsOneLine() throws IOException {
        refused(json -> step(json).put("decay_on", "some"), "adamw_step.decay_on is \"some\"");
        refused(json -> step(json).remove("lr"), "adamw_step.lr is missing");
        refused(json -> ((ArrayNode) step(json).path("betas")).add(1), "adamw_step.betas is [0.9,0.95,1]");
        refused(ObjectNode::removeAll, "training.json holds nothing to compare with");
        Files.writeString(folder.resolve("training.json"), "{");
        assertThatThrownBy(() -> TrainingVerification.run(folder, false, check -> {}))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("training.json is no training data");
        Files.delete(folder.resolve("training.json"));
        assertThatThrownBy(() -> TrainingVerification.run(folder, false, check -> {}))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("training.json")
                .hasMessageContaining("no such file");
    }

    private void refused(Consumer<ObjectNode> change, String message) {
        assertThatThrownBy(() -> with(change, "adamw_step"))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(message);
    }
}
