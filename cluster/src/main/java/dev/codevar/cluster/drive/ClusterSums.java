package dev.codevar.cluster.drive;

import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.cluster.score.CountTask;
import dev.codevar.cluster.score.Counted;
import dev.codevar.cluster.score.JoinTask;
import dev.codevar.cluster.score.RowPlace;
import dev.codevar.cluster.score.StoredRows;
import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.evaluation.score.LargeSums;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.evaluation.score.neighbour.DensityCoverage;
import dev.codevar.evaluation.score.neighbour.NeighbourJoin;
import dev.codevar.evaluation.score.neighbour.PairTask;
import dev.codevar.evaluation.score.neighbour.PrecisionRecall;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;

/** Has executors count up moments, as a tree, and look for neighbours, a pair of blocks at a time. */
final class ClusterSums implements LargeSums, AutoCloseable {
    /** Rows whose moments a task counts up. */
    static final int SHARD = 1 << 13;

    private static final int LEVELS = 2;
    private static final int ROWS_TOGETHER = 1 << 10;
    private static final String LENT = "rows-";

    private final SparkWork spark;
    private final EvaluateJob job;
    private final int shard;
    private final OutputFolder work;
    private final IdentityHashMap<Features, RowPlace> lent = new IdentityHashMap<>();

    ClusterSums(SparkWork spark, EvaluateJob job, int shard, Configuration hadoop) {
        this.spark = spark;
        this.job = job;
        this.shard = shard;
        this.work = new OutputFolder(job.work(), hadoop);
    }

    @Override
    public Gaussian gaussian(Features features, MeanPrecision means) {
        if (means != MeanPrecision.FLOAT64) {
            // Its sums hang on the rows' order.
            return means.gaussian(features);
        }
        CountTask task = new CountTask(place(features), job.threads());
        List<String> texts = RowBlock.of(features.count(), shard).stream()
                .map(CountTask::text)
                .toList();
        // The last sum is an executor's too: however many rows there are, the driver gets the moments once.
        return spark.call(java -> java.parallelize(texts, texts.size())
                        .map(task)
                        .treeAggregate(Counted.NOTHING, new Counted.Adding(), new Counted.Adding(), LEVELS, true))
                .require()
                .gaussian();
    }

    @Override
    public PrecisionRecall precisionRecall(Features reference, Features samples, Scoring scoring) {
        return new NeighbourJoin(this::pairs, scoring.block())
                .precisionRecall(reference, samples, scoring.distances(), scoring.neighbours());
    }

    @Override
    public DensityCoverage densityCoverage(Features reference, Features samples, Scoring scoring) {
        return new NeighbourJoin(this::pairs, scoring.block())
                .densityCoverage(reference, samples, scoring.ballNeighbours());
    }

    private void pairs(
            Features rows, Features columns, List<PairTask> tasks, BiConsumer<PairTask, PairTask.Answer> answers) {
        JoinTask task = new JoinTask(place(rows), place(columns), job.threads());
        spark.run(
                tasks.stream().map(JoinTask::text).toList(),
                task,
                (place, answer) -> answers.accept(tasks.get(place), JoinTask.answer(answer.require())));
    }

    /** {@return where executors find features: those that this process alone has are lent to them in a file} */
    private RowPlace place(Features features) {
        return features instanceof StoredRows stored ? stored.place() : lent.computeIfAbsent(features, this::lend);
    }

    private RowPlace lend(Features features) {
        // What drivers have left that were killed.
        work.names("", ClusterFeatures.longAgo()).stream()
                .filter(name -> name.startsWith(LENT))
                .forEach(work::delete);
        String name = LENT + UUID.randomUUID();
        int d = features.dimensions();
        try (OutputStream out = work.create(name)) {
            for (RowBlock block : RowBlock.of(features.count(), ROWS_TOGETHER)) {
                FloatBuffer numbers = FloatBuffer.allocate(block.rows() * d);
                features.read(block.first(), numbers);
                ByteBuffer bytes =
                        ByteBuffer.allocate(block.rows() * d * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(numbers.flip());
                out.write(bytes.array());
            }
        } catch (IOException e) {
            throw work.cannotWrite(name, e);
        }
        return new RowPlace(job.work(), List.of(new RowPlace.Piece(name, features.count())), d, 0, d);
    }

    @Override
    public void close() {
        lent.values().forEach(place -> work.delete(place.pieces().get(0).file()));
    }
}
