package dev.codevar.cluster.score;

import dev.codevar.cluster.task.ClusterTask;
import dev.codevar.evaluation.score.frechet.FeatureStatistics;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.CodeVarException;
import dev.codevar.report.json.Json;
import dev.codevar.report.provenance.Program;
import dev.codevar.tensor.Libtorch;
import org.apache.spark.api.java.function.Function;

/** Counts up the moments of some rows on an executor. They are sums of whole numbers, so that the order of adding them changes nothing. */
public final class CountTask implements Function<String, FeatureStatistics> {
    private static final long serialVersionUID = 1L;
    private static final Object ALONE = new Object();

    private final String version = Program.version();
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
    public FeatureStatistics call(String text) {
        if (!version.equals(Program.version())) {
            throw new CodeVarException(
                    "it has version " + Program.version() + " of codevar, and the driver " + version);
        }
        RowPlace place = Json.parse(rows, RowPlace.class, "the job");
        RowBlock shard = Json.parse(text, RowBlock.class, "rows");
        synchronized (ALONE) {
            Libtorch.useThreads(threads);
            return FeatureStatistics.of(new StoredRows(place, ClusterTask.hadoop()), shard);
        }
    }
}
