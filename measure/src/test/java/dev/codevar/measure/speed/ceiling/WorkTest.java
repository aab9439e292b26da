package dev.codevar.measure.speed.ceiling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Precision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closed forms: a block has 12·C² weights that act on every token, and a weight is one multiplication and one addition. */
class WorkTest {
    private static final VarConfig D30 = VarConfig.ofDepth(30);
    private static final Load ONE = new Load(1, 1, false);

    @Test
    void tokenOfDepth30TakesTwoAndAHalfBillionOperations() {
        long perToken = 2L * 12 * 1920 * 1920 * 30;
        assertThat(perToken).isEqualTo(2_654_208_000L);

        Work all = Work.ofStep(D30, D30.pyramid().all(), ONE);

        long words = 2L * 679 * 32 * 1920;
        long head = 2L * 256 * 1920 * 4096;
        assertThat(all.gemmFlops()).isEqualTo(680 * perToken + words + head);
    }

    @Test
    void guidanceDoublesAllButWords() {
        Work guided = Work.ofStep(D30, new ScaleRange(9, 10), new Load(3, 2, true));
        long perToken = 2L * 12 * 1920 * 1920 * 30;
        assertThat(guided.gemmFlops()).isEqualTo(6 * 256 * (perToken + 2 * 1920 * 4096) + 3 * 256 * (2 * 32 * 1920));
        assertThat(guided.attentionFlops()).isEqualTo(6L * 30 * 4 * 1920 * 256 * 680);
    }

    @Test
    void tokensSeeTheirOwnAndCoarserScales() {
        VarConfig tiny = new VarConfig(1, 10, 8, 4, false, Pyramid.of(1, 2, 3));
        // 1 token sees 1, 4 see 5 and 9 see 14: 147 pairs.
        assertThat(Work.ofStep(tiny, tiny.pyramid().all(), ONE).attentionFlops())
                .isEqualTo(4 * 147 * 64);
        assertThat(Work.ofStep(tiny, new ScaleRange(1, 2), ONE).attentionFlops())
                .isEqualTo(4 * 20 * 64);
    }

    @Test
    void prefixAtOnceSavesOnlyHeads() {
        long steps = 0;
        long attention = 0;
        for (int k = 0; k < 10; k++) {
            Work step = Work.ofStep(D30, new ScaleRange(k, k + 1), ONE);
            steps += step.gemmFlops();
            attention += step.attentionFlops();
        }
        Work prefix = Work.ofStep(D30, new ScaleRange(0, 10), ONE);
        assertThat(steps - prefix.gemmFlops()).isEqualTo((680 - 256) * 2L * 1920 * 4096);
        assertThat(attention).isEqualTo(prefix.attentionFlops());
    }

    @Test
    void classesAreComputedOnceEach() {
        Work classes = Work.ofClasses(D30, new Load(8, 3, true));
        assertThat(classes.gemmFlops()).isEqualTo(4 * 2L * 1920 * 1920 * (30 * 6 + 2));
        assertThat(classes.attentionFlops()).isZero();
    }

    @Test
    void sharedLayerIsComputedOnceForAllBlocks() {
        VarConfig shared = VarConfig.ofDepth(36);
        assertThat(Work.ofClasses(shared, ONE).gemmFlops()).isEqualTo(2L * 2304 * 2304 * (6 + 2));
    }

    /** The checkpoint's own table of tensors says how many weights there are. */
    @ParameterizedTest
    @ValueSource(ints = {16, 30, 36})
    void everyMatrixIsReadOnce(int depth) {
        VarConfig config = VarConfig.ofDepth(depth);
        long weights = VarTensors.shapes(config).entrySet().stream()
                .filter(tensor -> tensor.getKey().endsWith(".weight"))
                .filter(tensor ->
                        !List.of("class_emb.weight", "lvl_embed.weight").contains(tensor.getKey()))
                .map(Map.Entry::getValue)
                .mapToLong(shape -> shape.get(0) * shape.get(1))
                .sum();
        Work all = Work.ofClasses(config, ONE).plus(Work.ofStep(config, new ScaleRange(1, 2), ONE));
        assertThat(all.weightBytes(Precision.FLOAT32)).isEqualTo(4 * weights);
        assertThat(all.weightBytes(Precision.BFLOAT16)).isEqualTo(2 * weights);
    }

    @Test
    void coarsestScaleNeedsNoWords() {
        Work first = Work.ofStep(D30, new ScaleRange(0, 1), ONE);
        Work second = Work.ofStep(D30, new ScaleRange(1, 2), ONE);
        assertThat(second.weightBytes(Precision.FLOAT32) - first.weightBytes(Precision.FLOAT32))
                .isEqualTo(4 * 32 * 1920);
    }
}
