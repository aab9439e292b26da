package dev.codevar.cluster.score;

import dev.codevar.cluster.task.ClusterTask;
import dev.codevar.cluster.task.DriverVersion;
import dev.codevar.evaluation.score.frechet.FeatureStatistics;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.report.json.Json;
import dev.codevar.tensor.Libtorch;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/**
 * Counts up the moments of some rows on an executor. They are sums of whole numbers, so that the order of adding them changes nothing.
 */
public final class CountTask implements Function<String, Counted> {
    private static final long serialVersionUID = 1L;
    private static final Object ALONE = new Object();

    private final DriverVersion driver = new DriverVersion();
    private final String rows;
    private final int threads;

    public CountTask(RowPlace rows, int threads) {
        this.rows = rows.json();
        this.threads = threads;
    }

    /** {@return what such a task is told} */
    public static String text(RowBlock shard) {
        return Json.line(shard);
    }

    @Override
    public Counted call(String text) {
        ClusterTask.Here here = ClusterTask.Here.of(TaskContext.get(), text);
        DriverVersion.Outcome<FeatureStatistics> outcome = driver.outcome(() -> count(here));
        String refusal = outcome.refusal();
        return refusal == null
                ? new Counted(outcome.result(), null)
                : new Counted(
                        null,
                        here.answer(new DriverVersion.Outcome<>(null, refusal)).json());
    }

    private FeatureStatistics count(ClusterTask.Here here) {
        RowPlace place = Json.parse(rows, RowPlace.class, "the job");
        RowBlock shard = Json.parse(here.text(), RowBlock.class, "rows");
        synchronized (ALONE) {
            here.requireWanted();
            Libtorch.useThreads(threads);
            return FeatureStatistics.of(new StoredRows(place, ClusterTask.hadoop()), shard);
        }
    }
}
