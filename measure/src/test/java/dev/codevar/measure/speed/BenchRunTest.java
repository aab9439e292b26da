package dev.codevar.measure.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.measure.speed.ceiling.Bound;
import dev.codevar.models.PlanSpec;
import dev.codevar.models.PlanSpec.Part;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchRunTest {
    private static final PlanSpec PLAN =
            new PlanSpec(List.of(new Part("large", new ScaleRange(0, 2)), new Part("small", new ScaleRange(2, 3))));
    private static final Setting SETTING = new Setting(PLAN, 2, 30, 4, Precision.FLOAT32, Device.CPU);
    private static final MemoryUse MEMORY = new MemoryUse(null, 7, 9);
    private static final Bound BOUND = new Bound(List.of(0.5, 0.5, 2.0), 1, 1);

    @Test
    void repetitionsBecomeMediansAndSpreads() {
        List<Repetition> repetitions = List.of(
                new Repetition(List.of(1.0, 2.0, 3.0), 10), // 6, in all 16
                new Repetition(List.of(2.0, 1.0, 5.0), 2), // 8, in all 10
                new Repetition(List.of(3.0, 6.0, 1.0), 4)); // 10, in all 14

        BenchRun run = BenchRun.of(SETTING, repetitions, MEMORY, BOUND, 0.25);

        assertThat(run.times()).isEqualTo(new Times(8, 4, 4, 8, 14, List.of(2.0, 2.0, 3.0), List.of(3.0, 3.0)));
        assertThat(run.repetitions()).isEqualTo(3);
        assertThat(run.imagesPerSecond()).isCloseTo(4.0 / 14, within(1e-12));
        assertThat(run.boundSeconds()).isEqualTo(3);
        assertThat(run.gemmBoundShare()).isEqualTo(3.0 / 8);
        assertThat(run.plan()).isEqualTo("large:2,small");
        assertThat(run.precision()).isEqualTo("float32");
        assertThat(run.device()).isEqualTo("cpu");
        assertThat(run.draftSteps()).isEqualTo(2);
        assertThat(run.javaShare()).isEqualTo(0.25);
        assertThat(run.againstVar()).isEqualTo(AgainstVar.NONE);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Repetition tooShort = new Repetition(List.of(1.0, 2.0), 1);
        assertThatThrownBy(() -> BenchRun.of(SETTING, List.of(tooShort), MEMORY, BOUND, null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("times of 2 scales do not fit a plan of 3");
        Repetition fitting = new Repetition(List.of(1.0, 2.0, 3.0), 1);
        assertThatThrownBy(() -> BenchRun.of(SETTING, List.of(), MEMORY, BOUND, null))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> BenchRun.of(SETTING, List.of(fitting), MEMORY, BOUND, 1.5))
                .hasMessage("share of Java 1.5 is not between 0 and 1");
        Bound other = new Bound(Collections.nCopies(2, 1.0), 1, 1);
        assertThatThrownBy(() -> BenchRun.of(SETTING, List.of(fitting), MEMORY, other, null))
                .hasMessage("a bound of 2 scales does not fit times of 3");
        assertThatThrownBy(() -> new Repetition(List.of(Double.NaN), 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Repetition(List.of(1.0), -1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new MemoryUse(0L, 1, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Setting(PLAN, 4, 30, 1, Precision.FLOAT32, Device.CPU))
                .hasMessage("draft steps 4 is not between 1 and 3");
        assertThatThrownBy(() -> new Setting(PLAN, 2, 30, 0, Precision.FLOAT32, Device.CPU))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void timesThatWereAllZeroAreRefused() {
        Repetition none = new Repetition(List.of(0.0, 0.0, 0.0), 0);
        assertThatThrownBy(() -> BenchRun.of(SETTING, List.of(none), MEMORY, BOUND, null))
                .isInstanceOf(InvalidInputException.class);
    }
}
