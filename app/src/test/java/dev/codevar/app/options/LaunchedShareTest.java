package dev.codevar.app.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Launchers as they set their variables: each process gets a share of its own, and all shares are taken. */
class LaunchedShareTest {

    private static Map<String, String> environment(String variables) {
        Map<String, String> environment = new TreeMap<>();
        for (String one : variables.strip().split(" +", -1)) {
            environment.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        return environment;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auto | SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=8 | 4 | 8",
                "auto | SLURM_ARRAY_TASK_ID=8 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_COUNT=8 | 8 | 8",
                "auto | SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=13 SLURM_ARRAY_TASK_COUNT=4 | 3 | 4",
                "auto | SLURM_PROCID=0 SLURM_NTASKS=2 | 1 | 2",
                "auto | RANK=15 WORLD_SIZE=16 LOCAL_RANK=7 | 16 | 16",
                // torchrun within a task of Slurm: the worker counts.
                "auto | RANK=3 WORLD_SIZE=8 SLURM_PROCID=0 SLURM_NTASKS=1 | 4 | 8",
                "auto | RANK=3 WORLD_SIZE=8 SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=9 | 4 | 8",
                "auto/5 | JOB_COMPLETION_INDEX=4 | 5 | 5",
                // A job array of one task each: the array counts, not the task.
                "auto | SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=1 SLURM_ARRAY_TASK_COUNT=2 SLURM_PROCID=0"
                        + " SLURM_NTASKS=1 | 2 | 2"
            })
    void launchersSayTheShare(String text, String variables, int shard, int shards) {
        assertThat(Share.parse(text, environment(variables))).isEqualTo(new Share(shard, shards));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auto | HOME=/ | no launcher",
                "auto | JOB_COMPLETION_INDEX=4 | no launcher",
                "auto/4 | JOB_COMPLETION_INDEX=4 | JOB_COMPLETION_INDEX 4",
                "auto | RANK=two WORLD_SIZE=4 | RANK 'two'",
                "auto | RANK=4 WORLD_SIZE=4 | RANK 4",
                "auto | SLURM_PROCID=-1 SLURM_NTASKS=4 | SLURM_PROCID -1",
                "auto/0 | RANK=0 | the number of shards 0",
                // Shares that are launched again by their numbers.
                "auto/8 | SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=3 SLURM_ARRAY_TASK_COUNT=1 | does not say which",
                "auto | SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=10 SLURM_ARRAY_TASK_COUNT=3 | does not say which",
                "auto | SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=4 SLURM_PROCID=2 SLURM_NTASKS=8 | has 8 tasks",
                "automatic | RANK=0 | automatic"
            })
    void whatTheySayWronglyIsNamed(String text, String variables, String message) {
        assertThatThrownBy(() -> Share.parse(text, environment(variables)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void allProcessesHaveOneCommandLineAndFoldersOfTheirOwn() {
        assertThat(new Share(2, 8).folder(Path.of("out"), "auto")).isEqualTo(Path.of("out", "2-of-8"));
        assertThat(new Share(2, 8).folder(Path.of("out"), "2/8")).isEqualTo(Path.of("out"));
    }

    @Test
    void oneThatIsLaunchedAloneDoesNotDrawAll(@TempDir Path out) throws IOException {
        Files.createDirectory(out.resolve("1-of-8"));
        assertThat(new Share(4, 8).folder(out, "auto")).isEqualTo(out.resolve("4-of-8"));
        assertThatThrownBy(() -> new Share(1, 1).folder(out, "auto"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the launcher says 1/1")
                .hasMessageContaining("holds 1-of-8")
                .hasMessageContaining("--shard 1/8 --out " + out.resolve("1-of-8"));
    }
}
