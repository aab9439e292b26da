package dev.codevar.cluster.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.sampling.parts.FleetTime;
import dev.codevar.sampling.parts.RunTimes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Times by a clock that the test moves. */
class TaskTimesTest {
    private final AtomicLong clock = new AtomicLong(-1_000_000_000L);
    private final TaskTimes times = new TaskTimes(clock::get);

    private void at(double second) {
        clock.set((long) (second * 1e9));
    }

    /** Two slots draw in turns: a task of 2 s takes 4 s by its own account, and the two first wait for the models too. */
    @Test
    void tasksInSlotsOfOneExecutorShareItsTime() {
        at(0);
        times.started("7");
        times.started("7");
        for (int task = 1; task <= 6; task++) {
            at(5 + 2 * task);
            times.ended("7", "host", 10, task <= 2 ? 5 + 2 * task : 4);
            times.started("7");
        }
        at(20);
        RunTimes said = times.until("test").orElseThrow();
        assertThat(said.secondsBefore()).isEqualTo(1, within(1e-9));
        assertThat(said.secondsOfTasks()).isEqualTo(17, within(1e-9));
        assertThat(said.secondsAfter()).isEqualTo(3, within(1e-9));
        assertThat(said.executors()).singleElement().satisfies(executor -> {
            assertThat(executor.name()).isEqualTo("7 on host");
            assertThat(executor.tasks())
                    .extracting(RunTimes.Task::seconds)
                    .isEqualTo(List.of(7.0, 2.0, 2.0, 2.0, 2.0, 2.0));
        });
        FleetTime fleet = FleetTime.of(said);
        assertThat(fleet.open()).isEqualTo(5, within(1e-9));
        assertThat(fleet.ofTasks(said)).isEqualTo(17, within(1e-9));
    }

    @Test
    void whatSparkHasNotSaidYetIsTakenFromTheTask() {
        at(9);
        times.ended("0", "host", 10, 4);
        assertThat(times.until("test")).isEmpty();
        times.started("1");
        at(12);
        times.ended("1", "host", 10, 1);
        assertThat(times.until("test").orElseThrow().executors())
                .extracting(executor -> executor.tasks().get(0).seconds())
                .containsExactly(4.0, 3.0);
    }
}
