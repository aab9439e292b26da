package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelFingerprintTest {
    private static final ModelSet SET = ModelSet.open(Path.of("..", "models", "fashion32"));

    private static String fingerprint(String plan) {
        return ModelFingerprint.of(SET, PlanSpec.parse(plan, SET.description()));
    }

    @Test
    void modelsOfAPlanHaveAFingerprint() {
        String both = fingerprint("large:2,small");
        assertThat(both).matches("[0-9a-f]{64}");
        assertThat(fingerprint("large")).isNotEqualTo(both);
        // The same models, whoever makes how many scales: the plan is recorded beside it.
        assertThat(fingerprint("large:4,small")).isEqualTo(both);
    }
}
