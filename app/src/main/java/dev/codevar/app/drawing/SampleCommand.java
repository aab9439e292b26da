package dev.codevar.app.drawing;

import static dev.codevar.app.options.Given.first;

import dev.codevar.CoDe;
import dev.codevar.app.options.Given;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.NetworkOptions;
import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.options.PlanOptions;
import dev.codevar.app.options.SampleRunOptions;
import dev.codevar.app.options.Share;
import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.ProvenanceText;
import dev.codevar.sampling.Recorder;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.SampleResult;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar sample}: so many pictures of every class, for scores. */
@Command(
        name = "sample",
        description = {
            "Draw as many pictures of every class: a PNG file for each in a folder, and all of them in one array file beside"
                    + " it (arr_0, 8 bits, pictures x height x width x 3), shuffled. order.csv in the folder says which"
                    + " picture stands where.",
            "Started again, a run that was broken off goes on; --out alone is enough. What comes out is the same to the"
                    + " byte, on machines of one kind, however often it is broken off and however it is split."
        },
        sortOptions = false)
public final class SampleCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description =
                    "Where to: a new or empty folder, or the one of a run to go on with. The array is FOLDER.npz.")
    private @Nullable Path out;

    @Mixin
    private final PlanOptions plan = new PlanOptions();

    @Mixin
    private final SampleRunOptions options = new SampleRunOptions();

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description =
                    "Draw only one of N shares, from 1/N to N/N, each into a folder of its own: codevar sample merge"
                            + " joins them. Needs --batch, the same for all. auto asks the launcher (Slurm, torchrun; auto/N"
                            + " for Kubernetes' indexed jobs) and draws into OUT/I-of-N.")
    private @Nullable String shard;

    @Option(names = "--npz-only", description = "Write no PNG files.")
    private boolean npzOnly;

    @Option(
            names = "--stream",
            description =
                    "Keep no pictures but their features, straight from the network that scores are computed from:"
                            + " codevar evaluate FOLDER then scores the run.")
    private boolean stream;

    @Mixin
    private final NetworkOptions network = new NetworkOptions();

    @Mixin
    private final ModelOptions models = new ModelOptions();

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    private SampleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** {@return the command with its subcommand} */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new SampleCommand(terminal)).addSubcommand(new SampleMergeCommand(terminal));
    }

    @Override
    public Integer call() {
        if (out == null) {
            throw new InvalidInputException("say by --out where the pictures go: a folder");
        }
        Share share = Given.part(shard, Share::parse);
        Path folder = share == null || shard == null ? out : share.folder(out, shard);
        OutputFiles.requireFolder(folder);
        SampleRun begun = RunSampler.recorded(folder).orElse(null);
        String model = models.modelAnywhere(Given.part(begun, SampleRun::model));
        ModelSet set = models.set(model);
        String device = first(models.device, Given.part(begun, SampleRun::device), Device.CPU.label());
        Path weights = network.weights(begun);
        try (CoDe code = CoDe.open(set, models.resources(begun));
                FeatureNetwork features = streams(begun) ? NetworkOptions.open(weights, set, device) : null;
                Bars bars = Bars.withSpeed(terminal, " pictures")) {
            FeatureRows rows = Given.part(features, FeatureRows::new);
            SampleRunOptions.Kept kept = new SampleRunOptions.Kept(
                    npzOnly, Given.part(rows, it -> it.streamed(weights)), SampleRunOptions.Kept.PUBLISHED_PER_CLASS);
            SampleRun run = options.run(
                    code, model, plan.spec(set.description(), Given.part(begun, SampleRun::plan)), begun, share, kept);
            RunSampler sampler = new RunSampler(
                    code,
                    new ProvenanceText(code, begun == null ? run : begun),
                    (task, done, total) -> bars.at(task, done, OptionalLong.of(total)),
                    rows == null ? Recorder.PIXELS : rows);
            SampleResult result = sampler.run(run, folder);
            bars.close();
            SampleReport.of(result).print(terminal.out(), json);
        }
        return 0;
    }

    private boolean streams(@Nullable SampleRun begun) {
        boolean streams = stream || (begun != null && begun.streamed() != null);
        if (streams && npzOnly) {
            throw new InvalidInputException(
                    "--stream and --npz-only exclude each other: no pictures, or an array of them");
        }
        if (network.inception != null && !streams) {
            throw new InvalidInputException("--inception goes with --stream: pictures that are kept need no network");
        }
        return streams;
    }
}
