package dev.codevar.cluster.score;

import dev.codevar.cluster.task.ClusterTask;
import dev.codevar.evaluation.score.neighbour.PairTask;
import dev.codevar.report.json.Json;
import dev.codevar.tensor.Libtorch;
import org.apache.hadoop.conf.Configuration;

/** Looks for neighbours in a pair of blocks on an executor; one pair at a time in a process, which its memory is enough for. */
public final class JoinTask extends ClusterTask {
    private static final long serialVersionUID = 1L;
    private static final Object ALONE = new Object();

    private final String sides;

    /** The rows of both sides of all pairs, and how they are computed. */
    private record Sides(RowPlace rows, RowPlace columns, int threads) {}

    /**
     * @param rows the side that rows are of
     * @param columns the side that columns are of
     * @param threads with how many threads
     */
    public JoinTask(RowPlace rows, RowPlace columns, int threads) {
        this.sides = Json.line(new Sides(rows, columns, threads));
    }

    /** {@return what such a task is told} */
    public static String text(PairTask pair) {
        return Json.line(pair);
    }

    /** {@return what such a task answers} */
    public static PairTask.Answer answer(String result) {
        return Json.parse(result, PairTask.Answer.class, "neighbours");
    }

    @Override
    protected String result(Here here) {
        Sides of = Json.parse(sides, Sides.class, "the job");
        PairTask pair = Json.parse(here.text(), PairTask.class, "a pair of blocks");
        Configuration conf = ClusterTask.hadoop();
        synchronized (ALONE) {
            Libtorch.useThreads(of.threads());
            here.requireWanted();
            return Json.line(pair.run(new StoredRows(of.rows(), conf), new StoredRows(of.columns(), conf)));
        }
    }
}
