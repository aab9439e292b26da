package dev.codevar.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.app.Cli;
import dev.codevar.sampling.parts.RunTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans whose numbers can be worked out by hand. */
class ClusterPlanCommandTest {
    @TempDir
    Path temp;

    private Path times() throws IOException {
        List<RunTimes.Task> tasks =
                List.of(new RunTimes.Task(50, 130), new RunTimes.Task(50, 100), new RunTimes.Task(50, 100));
        RunTimes times = new RunTimes(
                RunTimes.FORMAT,
                "test",
                20,
                330,
                10,
                List.of(new RunTimes.Executor("0", tasks), new RunTimes.Executor("1", tasks)));
        return Files.writeString(temp.resolve("times.json"), times.json());
    }

    @Test
    void timeAndCost() throws IOException {
        JsonNode plan = new ObjectMapper()
                .readTree(Cli.run("cluster", "plan", "--times", times(), "--machines", "1,10", "--price", 3, "--json")
                        .succeeds()
                        .out());
        // A thousand tasks of 100 s, 30 s for the models, and 30 s beside all of them.
        assertThat(plan.at("/rows/0/seconds").asDouble()).isEqualTo(100_060);
        assertThat(plan.at("/rows/1/seconds").asDouble()).isEqualTo(10_060);
        assertThat(plan.at("/rows/1/cost").asDouble()).isEqualTo(10 * 10_060 / 3600.0 * 3);
        assertThat(plan.at("/rows/0/extrapolated").asBoolean()).isFalse();
        assertThat(plan.at("/rows/1/extrapolated").asBoolean()).isTrue();
        assertThat(plan.at("/checks/0/executors").asInt()).isEqualTo(2);
        assertThat(plan.at("/checks/0/measured_seconds").asDouble()).isEqualTo(330);
        assertThat(plan.at("/checks/0/simulated_seconds").asDouble()).isEqualTo(330);
    }

    /** Of one executor's times: six tasks of 100 s on three others take two each, and 30 s for the models. */
    @Test
    void otherRunsAreComparedWithTheSimulation() throws IOException {
        List<RunTimes.Task> two = List.of(new RunTimes.Task(50, 140), new RunTimes.Task(50, 110));
        RunTimes.Executor each = new RunTimes.Executor("e", two);
        RunTimes others = new RunTimes(RunTimes.FORMAT, "test", 1, 250, 1, List.of(each, each, each));
        Path file = Files.writeString(temp.resolve("others.json"), others.json());
        String[] lines = Cli.run("cluster", "plan", "--times", times(), "--check", file, "--machines", "2,3,4")
                .succeeds()
                .out()
                .lines()
                .map(String::strip)
                .toArray(String[]::new);
        assertThat(lines)
                .contains("check: tasks of 300 pictures took 250.0 s on 3 executors, and 230.0 s in the simulation")
                .anyMatch(line -> line.startsWith("3 ") && line.endsWith("simulated"))
                .anyMatch(line -> line.startsWith("4 ") && line.endsWith("extrapolated"));
    }

    @Test
    void linesSayWhatIsExtrapolated() throws IOException {
        assertThat(Cli.run("cluster", "plan", "--times", times(), "--machines", "2,4")
                        .succeeds()
                        .out()
                        .lines())
                .anyMatch(line -> line.strip().startsWith("2 ") && line.endsWith("simulated"))
                .anyMatch(line -> line.strip().startsWith("4 ") && line.endsWith("extrapolated"))
                .contains("check: tasks of 300 pictures took 330.0 s on 2 executors, and 330.0 s in the simulation");
    }

    @Test
    void ofARate() throws IOException {
        JsonNode plan = new ObjectMapper()
                .readTree(Cli.run(
                                "cluster",
                                "plan",
                                "--rate",
                                2,
                                "--open",
                                0,
                                "--pictures",
                                640,
                                "--machines",
                                5,
                                "--json")
                        .succeeds()
                        .out());
        assertThat(plan.at("/rows/0/seconds").asDouble()).isEqualTo(64);
    }

    @Test
    void badOptions() throws IOException {
        Cli.run("cluster", "plan").fails(2, "--times what a run took");
        Cli.run("cluster", "plan", "--rate", 0).fails(2, "above 0");
        Cli.run("cluster", "plan", "--times", times(), "--rate", 1).fails(2, "give one of them");
        Cli.run("cluster", "plan", "--rate", 1, "--open", -100).fails(2, "open -100.0 is not a number of 0 or more");
        Cli.run("cluster", "plan", "--rate", 1, "--price", "NaN").fails(2, "price NaN is not a number of 0 or more");
        Cli.run("cluster", "plan", "--rate", 1, "--machines", "0").fails(2, "machines 0 is not between 1 and");
        Files.writeString(temp.resolve("x.json"), "{}");
        Cli.run("cluster", "plan", "--times", temp.resolve("x.json")).fails(2, "is not understood");
        RunTimes none =
                new RunTimes(RunTimes.FORMAT, "test", 1, 250, 1, List.of(new RunTimes.Executor("e", List.of())));
        Files.writeString(temp.resolve("none.json"), none.json());
        Cli.run("cluster", "plan", "--times", temp.resolve("none.json")).fails(2, "none.json has times of no task");
        Cli.run("cluster", "plan", "--times", times(), "--check", temp.resolve("none.json"))
                .fails(2, "none.json has times of no task");
    }
}
