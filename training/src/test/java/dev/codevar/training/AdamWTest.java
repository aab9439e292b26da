package dev.codevar.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdamWTest {
    private static final AdamW.Settings SETTINGS = AdamW.Settings.of(0.95, 0.05);
    private static final float[] BEGIN = {1, -2, 3.5f, 0.25f};

    /**
     * Computed with numpy in float64 from the paper's formulas: p ← p·(1 − lr·decay); m ← 0.9m + 0.1g; v ← 0.95v + 0.05g²;
     * p ← p − lr·(m/(1 − 0.9ᵗ)) / (√(v/(1 − 0.95ᵗ)) + 1e-8), with lr = 0.1/t and g = (t/2, −1, 1/(8t), 2 − t) for t = 1, 2, 3.
     */
    private static final double[] DECAYED = {
        0.8119714423854071, -1.7988828768283374, 3.2919415270049015, 0.11711662666465146
    };

    private static final double[] NOT_DECAYED = {
        0.8206170477389476, -1.8166666685, 3.323442908873826, 0.1189292445657233
    };

    @Test
    void threeStepsAreThePapersFormulas() {
        try (PointerScope scope = new PointerScope();
                Parameters parameters = twoMatricesAndAVector();
                AdamW optimiser = new AdamW(parameters, SETTINGS, AdamW.MATRICES)) {
            walk(parameters, optimiser, 0, 3);
            assertThat(optimiser.steps()).isEqualTo(3);
            assertThat(values(parameters, "matrix")).containsExactly(DECAYED, within(1e-13));
            assertThat(values(parameters, "vector")).containsExactly(NOT_DECAYED, within(1e-13));
            assertThat(values(parameters, "idle")).as("without gradient").containsExactly(1, -2, 3.5, 0.25);
        }
    }

    @Test
    void everythingMayDecay() {
        try (PointerScope scope = new PointerScope();
                Parameters parameters = twoMatricesAndAVector();
                AdamW optimiser = new AdamW(parameters, SETTINGS, AdamW.ALL)) {
            walk(parameters, optimiser, 0, 3);
            assertThat(values(parameters, "vector")).containsExactly(DECAYED, within(1e-13));
        }
    }

    @Test
    void brokenOffAndResumedItGoesOnToTheSameBits(@TempDir Path folder) {
        Path weights = folder.resolve("weights.safetensors");
        Path moments = folder.resolve("moments.safetensors");
        try (PointerScope scope = new PointerScope();
                Parameters whole = twoMatricesAndAVector();
                AdamW wholeOptimiser = new AdamW(whole, SETTINGS, AdamW.MATRICES)) {
            walk(whole, wholeOptimiser, 0, 2);
            Safetensors.write(weights, whole, Map.of());
            Safetensors.write(moments, wholeOptimiser.moments(), Map.of());
            walk(whole, wholeOptimiser, 2, 5);
            try (Checkpoint saved = Checkpoint.open(weights);
                    Checkpoint savedMoments = Checkpoint.open(moments);
                    Parameters resumed = Parameters.of(saved, info -> true, Device.CPU, ScalarType.Double);
                    AdamW optimiser = new AdamW(resumed, SETTINGS, AdamW.MATRICES)) {
                optimiser.restore(2, savedMoments);
                walk(resumed, optimiser, 2, 5);
                assertThat(values(resumed, "matrix")).containsExactly(values(whole, "matrix"));
                assertThat(values(resumed, "vector")).containsExactly(values(whole, "vector"));
                assertThatThrownBy(() -> optimiser.restore(2, saved))
                        .isInstanceOf(CodeVarException.class)
                        .hasMessageContaining("first.")
                        .hasMessageContaining("is missing");
            }
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> AdamW.Settings.of(1, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("beta2 1.0 is not from 0 to below 1");
        assertThatThrownBy(() -> AdamW.Settings.of(0.95, Double.NaN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("decay NaN");
    }

    private static Parameters twoMatricesAndAVector() {
        Map<String, List<Long>> shapes =
                Map.of("matrix", List.of(2L, 2L), "vector", List.of(4L), "idle", List.of(2L, 2L));
        try (Parameters single =
                Parameters.of(shapes, (info, values) -> System.arraycopy(BEGIN, 0, values, 0, 4), Device.CPU)) {
            return Parameters.of(single, info -> true, Device.CPU, ScalarType.Double);
        }
    }

    /** The gradient of Σ p·g is g. */
    private static void walk(Parameters parameters, AdamW optimiser, int from, int to) {
        for (int t = from + 1; t <= to; t++) {
            try (PointerScope step = new PointerScope()) {
                parameters.zeroGradients();
                Tensor g_n = Tensor.create(new double[] {0.5 * t, -1, 0.125 / t, 2 - t}, 4);
                Tensor matrix = parameters.get("matrix").view(-1).mul(g_n).sum();
                matrix.add(parameters.get("vector").mul(g_n).sum()).backward();
                optimiser.step(0.1 / t);
            }
        }
    }

    private static double[] values(Parameters parameters, String name) {
        double[] values = new double[4];
        parameters.load(name, ScalarType.Double).data_ptr_double().get(values);
        return values;
    }
}
