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
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.run.Maker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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

    private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");
    private static final int DIGITS = 16;

    @Override
    public FeatureStore open(PictureSet set, FeatureNetwork network, Path folder, EvaluationProgress progress) {
        String pictures = address(set);
        String place = job.work() + "/" + name(pictures, set, network);
        OutputFolder out = new OutputFolder(place, hadoop);
        Maker maker = new Maker(Program.version(), Kernels.of(job.device()));
        Blocks blocks = FeatureRows.blocks(set.count());
        Ledger ledger = Ledger.open(out, blocks, maker);
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
        ledger.sweep();
        Maker.inParts(ledger.makers()).ifPresent(parts -> progress.note("features of " + set.name() + " are " + parts));
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

    /** {@return the pictures' address on every machine} */
    private static String address(PictureSet set) {
        return ADDRESS.matcher(set.name()).matches()
                ? set.name()
                : "file://" + Path.of(set.name()).toAbsolutePath().normalize();
    }

    /** Other pictures, or another network, have another name. */
    private static String name(String pictures, PictureSet set, FeatureNetwork network) {
        Sha256 sha256 = new Sha256();
        for (String part : List.of(pictures, "\n", set.identity(), "\n", network.fingerprint())) {
            sha256.add(ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)));
        }
        return "features-" + sha256.hex().substring(0, DIGITS);
    }

    /** What cannot be written shows with the first part. */
    @Override
    public void check(PictureSet set, FeatureNetwork network, Path folder, EvaluationProgress progress) {}
}
