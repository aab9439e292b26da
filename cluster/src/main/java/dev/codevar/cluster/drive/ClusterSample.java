package dev.codevar.cluster.drive;

import dev.codevar.cluster.draw.DrawTask;
import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.cluster.task.BlockRange;
import dev.codevar.cluster.task.MadePart;
import dev.codevar.cluster.task.TaskAnswer;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.sampling.SampleProgress;
import dev.codevar.sampling.parts.BegunParts;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.parts.PartsJob;
import dev.codevar.sampling.run.SampleRun;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Draws a run on a cluster, or what is left of it. */
public final class ClusterSample {
    private final SparkConf conf;
    private final SampleProgress progress;
    private final Consumer<String> notes;

    /**
     * @param conf how to reach the cluster
     * @param progress told how far it is
     * @param notes gets lines for people
     */
    public ClusterSample(SparkConf conf, SampleProgress progress, Consumer<String> notes) {
        this.conf = conf;
        this.progress = progress;
        this.notes = notes;
    }

    /**
     * Begins a run, or goes on with it.
     *
     * @throws InvalidInputException if another run was begun there, or an executor cannot draw it
     * @throws CodeVarException if it failed: what was accepted counts when it is started again
     */
    public SampledParts run(PartsJob asked) {
        OutputFolder out = new OutputFolder(asked.out(), SparkHadoopUtil.get().newConfiguration(conf));
        PartsJob job = asked.with(begin(out, BegunParts.of(asked)).run());
        SampleRun run = job.run();
        Optional<PartManifest> before = manifest(out);
        if (before.isPresent() && isThere(out, before.get())) {
            clear(out, before.get());
            return new SampledParts(out.address(), before.get(), Counters.NONE, true);
        }
        Ledger ledger = Ledger.open(out, run.blocks(), run.maker());
        before.ifPresent(ledger::takeOver);
        Counters counters = new Counters(progress);
        counters.begin("drawing", ledger.pictures(), run.total());
        if (!ledger.missing().isEmpty()) {
            draw(job, ledger, counters);
        }
        ledger.sweep(true);
        PartManifest manifest = new PartManifest(
                PartsJob.FORMAT,
                run,
                job.kind(),
                ledger.parts(),
                ledger.makers(),
                job.kind().becomesArray() ? new ArrayAssembly(out, run).of(ledger.parts(), progress) : null);
        counters.times(run.maker().text()).ifPresent(times -> out.write(PartFolder.TIMES, times.json()));
        out.write(PartFolder.MANIFEST, manifest.json());
        clear(out, manifest);
        return new SampledParts(out.address(), manifest, counters, false);
    }

    /** Deletes what nobody needs who has the manifest. */
    private static void clear(OutputFolder out, PartManifest manifest) {
        out.delete(PartFolder.ACCEPTED);
        if (manifest.array() != null) {
            out.delete(PartFolder.PARTS);
        }
    }

    /** {@return what is drawn there: what was begun before, or else this} */
    private static BegunParts begin(OutputFolder out, BegunParts asked) {
        Optional<String> there = out.text(PartFolder.BEGUN);
        if (there.isPresent()) {
            BegunParts begun = BegunParts.parse(there.get(), out.address(PartFolder.BEGUN));
            begun.firstDifference(asked).ifPresent(difference -> {
                throw new InvalidInputException(
                        out.address() + " was begun with " + difference + ": give the same options, or another folder");
            });
            return begun;
        }
        List<String> others = out.names("");
        if (!others.isEmpty()) {
            throw new InvalidInputException(out.address() + " holds " + others.get(0)
                    + " but no run that was begun there: name a new or an empty folder");
        }
        out.write(PartFolder.BEGUN, asked.json());
        return asked;
    }

    /**
     * {@return what came out, if the run is finished; a manifest that a killed driver half wrote is none}
     *
     * @throws BrokenFileException if it was damaged later: to draw all again may cost days
     */
    private static Optional<PartManifest> manifest(OutputFolder out) {
        try {
            return out.text(PartFolder.MANIFEST)
                    .map(text -> PartManifest.parse(text, out.address(PartFolder.MANIFEST)));
        } catch (BrokenFileException e) {
            if (out.names(PartFolder.ACCEPTED).isEmpty()) {
                throw new BrokenFileException(
                        e.getMessage() + "; the run was finished: bring the file back, or delete it to draw all again",
                        e);
            }
            return Optional.empty();
        }
    }

    private static boolean isThere(OutputFolder out, PartManifest manifest) {
        PartManifest.WholeArray array = manifest.array();
        return array != null
                ? out.length(array.file()).orElse(-1) == array.bytes()
                : manifest.parts().stream()
                        .allMatch(part ->
                                out.length(PartFolder.PARTS + "/" + part.file()).orElse(-1) == part.bytes());
    }

    private void draw(PartsJob job, Ledger ledger, Counters counters) {
        List<BlockRange> ranges = BlockRange.of(ledger.missing(), job.blocks());
        List<String> texts = ranges.stream().map(BlockRange::json).toList();
        SparkConf whole = ClusterConf.of(conf, "sample " + job.out(), job.run().threads());
        try (SparkWork spark = new SparkWork(whole, counters, notes, job.brought())) {
            spark.run(texts, new DrawTask(job), (place, answer) -> take(answer, ledger, counters));
        }
    }

    private static void take(TaskAnswer answer, Ledger ledger, Counters counters) {
        MadePart made = MadePart.parse(answer.require());
        counters.count(answer, made, ledger.accept(made.written()));
    }
}
