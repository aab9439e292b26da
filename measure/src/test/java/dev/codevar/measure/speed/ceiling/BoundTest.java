package dev.codevar.measure.speed.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.measure.speed.ceiling.Ceilings.Rates;
import dev.codevar.model.VarConfig;
import dev.codevar.models.PlanSpec;
import dev.codevar.models.PlanSpec.Part;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Precision;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BoundTest {
    private static final double ENDLESS = 1e30;
    private static final Pyramid PYRAMID = Pyramid.of(1, 2);
    private static final Function<String, VarConfig> CONFIGS = Map.of(
                    "large", new VarConfig(2, 10, 8, 4, false, PYRAMID), // C = 128
                    "small", new VarConfig(1, 10, 8, 4, false, PYRAMID)) // C = 64
            ::get;
    private static final PlanSpec PLAN =
            new PlanSpec(List.of(new Part("large", new ScaleRange(0, 1)), new Part("small", new ScaleRange(1, 2))));
    private static final Load GUIDED = new Load(1, 1, true);

    @Test
    void whereMemoryIsFreeOperationsCount() {
        Ceilings ceilings = new Ceilings(ENDLESS, new Rates(1, 1), null, null, null);

        Bound bound = Bound.of(PLAN, CONFIGS, GUIDED, Precision.FLOAT32, ceilings);

        // Two classes, two rows of one token, two blocks.
        double largeClasses = 2 * 2 * 128 * (2 * 6 * 128 + 2 * 128);
        double largeStep = 2 * 2 * (2 * 12 * 128 * 128 + 128 * 8);
        // Two rows of all five tokens, of which four are words (one row's) and four are predicted.
        double smallClasses = 2 * 2 * 64 * (6 * 64 + 2 * 64);
        double smallStep = 2 * (2 * 5 * 12 * 64 * 64 + 4 * 4 * 64 + 2 * 4 * 64 * 8);
        assertThat(bound.secondsPerScale()).containsExactly(largeClasses + largeStep, smallClasses + smallStep);
        assertThat(bound.seconds()).isEqualTo(largeClasses + largeStep + smallClasses + smallStep);
        assertThat(bound.gemmFlops()).isEqualTo((long) bound.seconds());
        assertThat(bound.attentionFlops()).isEqualTo(2 * (4 * 1 * 128 * 2 + 4 * 21 * 64));
    }

    @Test
    void whereOperationsAreFreeEveryWeightIsReadOncePerStep() {
        Ceilings ceilings = new Ceilings(10, new Rates(1, 1), new Rates(ENDLESS, 1), null, null);

        Bound bound = Bound.of(PLAN, CONFIGS, GUIDED, Precision.BFLOAT16, ceilings);

        double large = 2 * (2 * (6 + 12) * 128 * 128 + 2 * 128 * 128 + 128 * 8);
        double small = 2 * ((6 + 12) * 64 * 64 + 2 * 64 * 64 + 64 * 8 + 4 * 64);
        assertThat(bound.secondsPerScale().get(0)).isCloseTo(large / 10, within(1e-6));
        assertThat(bound.secondsPerScale().get(1)).isCloseTo(small / 10, within(1e-6));
    }

    @Test
    void everyLayerIsBoundByWhatItLacks() {
        Ceilings ceilings = new Ceilings(4, new Rates(2, 1), null, null, null);
        ModelProduct fewRows = new ModelProduct("few", 1, 1, 10, 10); // 200 operations, 400 bytes
        ModelProduct manyRows = new ModelProduct("many", 1, 50, 10, 10); // 10,000 operations, 400 bytes
        Work work = new Work(List.of(fewRows, manyRows), 0);
        assertThat(work.gemmSeconds(Precision.FLOAT32, ceilings)).isEqualTo(100 + 5000);
        Ceilings slowMemory = new Ceilings(1, new Rates(2, 1), null, null, null);
        assertThat(work.gemmSeconds(Precision.FLOAT32, slowMemory)).isEqualTo(400 + 5000);
    }

    /** Blocks' weights take a byte each and their products the rate of 8 bits; the head's and the words' are float32. */
    @Test
    void inEightBitsBlocksHaveTheirOwnRateAndAByteAWeight() {
        Ceilings slowMemory = new Ceilings(10, new Rates(ENDLESS, 1), null, null, new Rates(ENDLESS, 1));
        Bound byMemory = Bound.of(PLAN, CONFIGS, GUIDED, Precision.INT8, slowMemory);
        double largeBytes = 2 * (6 + 12) * 128 * 128 + 4 * (2 * 128 * 128 + 128 * 8);
        double smallBytes = (6 + 12) * 64 * 64 + 4 * (2 * 64 * 64 + 64 * 8 + 4 * 64);
        assertThat(byMemory.secondsPerScale().get(0)).isCloseTo(largeBytes / 10, within(1e-6));
        assertThat(byMemory.secondsPerScale().get(1)).isCloseTo(smallBytes / 10, within(1e-6));

        Ceilings twiceAsFast = new Ceilings(ENDLESS, new Rates(1, 1), null, null, new Rates(2, 1));
        Bound byOperations = Bound.of(PLAN, CONFIGS, GUIDED, Precision.INT8, twiceAsFast);
        double blocks = 2 * 2 * 2 * (6 + 12) * 128 * 128;
        double beside = 2 * 2 * (2 * 128 * 128 + 128 * 8);
        assertThat(byOperations.secondsPerScale().get(0)).isEqualTo(blocks / 2 + beside);
    }

    @Test
    void laterStepsFeedTheirOwnScaleOnly() {
        PlanSpec alone = new PlanSpec(List.of(new Part("small", PYRAMID.all())));
        Ceilings ceilings = new Ceilings(ENDLESS, new Rates(1, 1), null, null, null);
        Bound bound = Bound.of(alone, CONFIGS, new Load(1, 1, false), Precision.FLOAT32, ceilings);
        assertThat(bound.secondsPerScale().get(1)).isEqualTo(2.0 * 4 * (12 * 64 * 64 + 4 * 64 + 64 * 8));
    }

    @Test
    void precisionThatWasNotMeasuredHasNoBound() {
        Ceilings ceilings = new Ceilings(1, new Rates(1, 1), null, null, null);
        assertThatThrownBy(() -> Bound.of(PLAN, CONFIGS, GUIDED, Precision.FLOAT16, ceilings))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("float16");
    }

    @Test
    void loadIsChecked() {
        assertThat(new Load(8, 3, true).rows()).isEqualTo(16);
        assertThat(new Load(8, 3, true).distinctClasses()).isEqualTo(4);
        assertThat(new Load(8, 3, false).rows()).isEqualTo(8);
        assertThat(new Load(8, 3, false).distinctClasses()).isEqualTo(3);
        assertThatThrownBy(() -> new Load(0, 1, true)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Load(2, 3, true)).hasMessageContaining("1 to 2 classes");
    }
}
