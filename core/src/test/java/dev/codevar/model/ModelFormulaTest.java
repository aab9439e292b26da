package dev.codevar.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.nn.Threads;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole models in float32 against their formulas in float64; the widest of them, and 512 pixels, in the long form alone. */
@Tag("slow")
class ModelFormulaTest {
    private static final double BOUND = 1e-4;
    private static final double OF_WRONG_HEADS = 1e-2;
    private static final boolean LONG = Integer.getInteger("shapes.seeds", 0) > 0;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 3, false", "16, 1, 4, false"})
    void logitsAreTheFormulasToFloat32sPrecision(int heads, int rows, int threads, boolean at512) {
        requireFormula(heads, rows, threads, at512);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 5, 3, false",
        "16, 16, 16, false",
        "20, 5, 6, false",
        "24, 2, 2, false",
        "30, 1, 8, false",
        "3, 2, 2, true",
        "36, 1, 12, true"
    })
    void soItIsOfLargerOnes(int heads, int rows, int threads, boolean at512) {
        assumeTrue(LONG, "takes minutes: -Dshapes.seeds=1");
        requireFormula(heads, rows, threads, at512);
    }

    private static void requireFormula(int heads, int rows, int threads, boolean at512) {
        VarConfig config = ForcedRun.config(heads, at512);
        AttentiveWeights weights = AttentiveWeights.of(config, false);
        AttentiveWeights turned = AttentiveWeights.of(config, true);
        Pyramid pyramid = config.pyramid();
        Scoped.inference(() -> {
            try (Owner kept = new Owner()) {
                Tensor wanted_rLV = new ExactModel(config, weights)
                        .logits(ForcedRun.inputs(pyramid, rows), ForcedRun.classes(rows));
                Threads.on(List.of(threads), () -> {
                    List<Tensor> got = ForcedRun.logits(config, weights, Precision.FLOAT32, rows, kept);
                    List<Tensor> wrong = ForcedRun.logits(config, turned, Precision.FLOAT32, rows, kept);
                    for (int k = 0; k < pyramid.scales(); k++) {
                        Tensor wanted_rlV = wanted_rLV.narrow(1, pyramid.begin(k), pyramid.tokens(k));
                        assertThat(ForcedRun.error(got.get(k), wanted_rlV))
                                .as("scale %d", k)
                                .isLessThan(BOUND);
                        assertThat(ForcedRun.error(wrong.get(k), wanted_rlV))
                                .as("scale %d of a model with two heads of its last block in each other's place", k)
                                .isGreaterThan(OF_WRONG_HEADS);
                    }
                });
            }
            return 0;
        });
    }
}
