package dev.codevar.cluster.drive;

import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.cluster.score.FeatureJob;
import dev.codevar.cluster.score.FeatureTask;
import dev.codevar.cluster.score.RowPlace;
import dev.codevar.cluster.score.StoredRows;
import dev.codevar.cluster.task.BlockRange;
import dev.codevar.cluster.task.MadePart;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureMaking;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.evaluation.features.FeatureStore;
import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.file.Sha256;
import dev.codevar.files.journal.Blocks;
import dev.codevar.report.provenance.Kernels;
import dev.codevar.report.provenance.Program;
import dev.codevar.sampling.parts.OutputAddress;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.run.Maker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Has executors compute the features of pictures, part by part; each block counts once, and what counts is there for the next driver.
 *
 * @param spark runs tasks
 * @param job what it is for
 * @param counters hear what is done
 * @param hadoop how to reach Hadoop's file systems
 */
record ClusterFeatures(SparkWork spark, EvaluateJob job, Counters counters, Configuration hadoop)
        implements FeatureMaking {
    /** Blocks of 64 pictures of a task: few enough that a lost one costs little. */
    private static final int BLOCKS_OF_A_TASK = 8;

    private static final int DIGITS = 16;

    @Override
    public FeatureStore open(PictureSet set, FeatureNetwork network, Path folder, EvaluationProgress progress) {
        String pictures = OutputAddress.whole(set.name());
        Maker maker = new Maker(Program.version(), Kernels.of(job.device()));
        String place = job.work() + "/" + name(pictures, set, network);
        OutputFolder out = new OutputFolder(place, hadoop);
        Blocks blocks = FeatureRows.blocks(set.count());
        Ledger ledger = Ledger.open(out, blocks, maker, any -> job.otherKernels() || any.equals(maker), longAgo());
        int already = ledger.pictures();
        counters.begin(set.name(), already, set.count());
        if (already < set.count()) {
            List<String> texts = BlockRange.of(ledger.missing(), BLOCKS_OF_A_TASK).stream()
                    .map(BlockRange::json)
                    .toList();
            FeatureJob features = new FeatureJob(job, pictures, set.identity(), network.fingerprint(), maker, place);
            spark.run(texts, new FeatureTask(features), (at, answer) -> {
                MadePart made = MadePart.parse(answer.require());
                counters.count(answer, made, ledger.accept(made.written()));
            });
        }
        ledger.sweep(false);
        makers(ledger.madeBy(), maker).ifPresent(makers -> progress.note("features of " + set.name() + " " + makers));
        List<RowPlace.Piece> pieces = ledger.parts().stream()
                .map(part -> new RowPlace.Piece(
                        PartFolder.PARTS + "/" + part.file(), range(part).records(blocks)))
                .toList();
        int numbers = network.layout().numbers();
        StoredRows rows = new StoredRows(new RowPlace(place, pieces, numbers, 0, numbers), hadoop);
        return FeatureStore.of(rows, network.layout(), set.count() - already);
    }

    private static BlockRange range(Part part) {
        return new BlockRange(part.first(), part.blocks());
    }

    /**
     * {@return since when nobody has written to what is left over} Another evaluation may be at work in the same folder, and what it
     * has not counted yet looks the same.
     */
    static Instant longAgo() {
        return Instant.now().minus(1, ChronoUnit.DAYS);
    }

    /** {@return what to beware of where not this machine's kernels made all features, as the rest of a sentence} */
    private static Optional<String> makers(Set<Maker> all, Maker own) {
        return all.equals(Set.of(own))
                ? Optional.empty()
                : Optional.of("were computed by "
                        + all.stream().map(Maker::text).collect(Collectors.joining(", and by "))
                        + ": computed by " + own.text() + " alone, they may come out otherwise");
    }

    /** Other pictures or another network have another name; what other kernels computed lies in the same folder. */
    private static String name(String pictures, PictureSet set, FeatureNetwork network) {
        Sha256 sha256 = new Sha256();
        String all = String.join("\n", pictures, set.identity(), network.fingerprint());
        sha256.add(ByteBuffer.wrap(all.getBytes(StandardCharsets.UTF_8)));
        return "features-" + sha256.hex().substring(0, DIGITS);
    }

    /** What cannot be written shows with the first part. */
    @Override
    public void check(PictureSet set, FeatureNetwork network, Path folder, EvaluationProgress progress) {}
}
