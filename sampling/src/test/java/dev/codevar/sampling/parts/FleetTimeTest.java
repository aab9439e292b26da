package dev.codevar.sampling.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.sampling.parts.RunTimes.Executor;
import dev.codevar.sampling.parts.RunTimes.Task;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times of fleets that can be worked out by hand. */
class FleetTimeTest {
    private static RunTimes times(Executor... executors) {
        return new RunTimes(RunTimes.FORMAT, "test", 7, 100, 3, List.of(executors));
    }

    private static Executor executor(double... seconds) {
        return new Executor(
                "e", Arrays.stream(seconds).mapToObj(each -> new Task(10, each)).toList());
    }

    @Test
    void equalTasks() {
        // Two seconds a task, of which the first took five more.
        FleetTime time = FleetTime.of(times(executor(7, 2, 2, 2)));
        assertThat(time.open()).isEqualTo(5.0, within(1e-12));
        assertThat(time.beside()).isEqualTo(10);
        assertThat(time.seconds(1, 100, 10)).isEqualTo(10 + 5 + 20, within(1e-9));
        // Ten tasks on three machines: one of them does four.
        assertThat(time.seconds(3, 100, 10)).isEqualTo(10 + 5 + 8, within(1e-9));
        // More machines than tasks help no further.
        assertThat(time.seconds(50, 100, 10)).isEqualTo(10 + 5 + 2, within(1e-9));
        // The last task is shorter, and larger ones take longer.
        assertThat(time.ofTasks(1, 45, 20)).isEqualTo(5 + 9, within(1e-9));
    }

    @Test
    void unequalTasks() {
        FleetTime time = FleetTime.of(times(executor(1, 1, 3), executor(1, 1, 3)));
        assertThat(time.secondsPerPicture()).containsExactly(0.1, 0.3, 0.1, 0.3);
        // Many tasks take their mean, whatever the order; machines end within a task of each other.
        assertThat(time.ofTasks(1, 100_000, 10)).isEqualTo(20_000, within(400.0));
        assertThat(time.ofTasks(4, 100_000, 10)).isEqualTo(5_000, within(110.0));
    }

    @Test
    void fileAndBack() {
        RunTimes times = times(executor(7, 2), executor(6));
        assertThat(RunTimes.parse(times.json(), "times.json")).isEqualTo(times);
        assertThat(FleetTime.together(times)).isEqualTo(10);
    }

    @Test
    void tooFew() {
        assertThatThrownBy(() -> FleetTime.of(times(executor(7), executor(6))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("measure a longer run");
    }

    @Test
    void asManyPicturesAsThereCanBe() {
        FleetTime time = FleetTime.of(times(executor(7, 2, 2, 2)));
        int tenth = Integer.MAX_VALUE / 10;
        assertThat(time.ofTasks(1, Integer.MAX_VALUE, tenth)).isEqualTo(5 + Integer.MAX_VALUE * 0.2, within(1.0));
    }

    @Test
    void tasksOfNothing() {
        for (double seconds : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Task(1, seconds)).isInstanceOf(InvalidInputException.class);
        }
        assertThatThrownBy(() -> new Task(0, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least 1 picture");
    }
}
