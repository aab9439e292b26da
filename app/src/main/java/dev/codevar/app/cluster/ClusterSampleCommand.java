package dev.codevar.app.cluster;

import static dev.codevar.app.options.Given.first;

import dev.codevar.CoDe;
import dev.codevar.app.options.Given;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.NetworkOptions;
import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.options.PlanOptions;
import dev.codevar.app.options.SampleRunOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.parts.BegunParts;
import dev.codevar.sampling.parts.OutputAddress;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.PartsJob;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.Streamed;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar cluster sample}: a run of many pictures, drawn by many machines. */
@Command(
        name = "sample",
        description = {
            "Draw as many pictures of every class on a Spark cluster: the same pictures as codevar sample, on machines of"
                    + " one kind, however many there are.",
            "OUT/manifest.json is written last and names every file that counts. Started again, a run that was broken off"
                    + " goes on; where OUT is a folder of this machine, --out and --master alone are enough."
        },
        sortOptions = false)
final class ClusterSampleCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "OUT",
            description =
                    "Where to: a new or empty folder that all machines see, or the one of a run to go on with; a path or"
                            + " an address of a Hadoop file system (hdfs://, s3a://).")
    private @Nullable String out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "What comes out: parquet (id, label, seed, plan, image), webdataset (tar), npz (one array), or"
                            + " features (no pictures, but what the network says of them). Default: parquet.")
    private @Nullable PartKind format;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            description = "How many blocks of --batch pictures a task draws, into one file. Default: 1.")
    private int blocks = 1;

    @Option(
            names = "--other-kernels",
            description =
                    "Let machines draw whose processors or program are other ones than this machine's: their pictures may"
                            + " come out otherwise. The manifest names them.")
    private boolean otherKernels;

    @Option(
            names = "--bring-models",
            description = "Send the model set's files to every machine, where they do not share its folder.")
    private boolean bringModels;

    @Mixin
    private final PlanOptions plan = new PlanOptions();

    @Mixin
    private final SampleRunOptions options = new SampleRunOptions();

    @Mixin
    private final NetworkOptions network = new NetworkOptions();

    @Mixin
    private final ModelOptions models = new ModelOptions();

    @Mixin
    private final SparkOptions spark = new SparkOptions();

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    ClusterSampleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (out == null) {
            throw new InvalidInputException("say by --out where the pictures go: a folder that all machines see");
        }
        OptionRanges.require("blocks", blocks, 1, PartsJob.LARGEST_PART);
        spark.requireLegal();
        String place = OutputAddress.whole(out);
        return spark.run("sample", job(place).json(), json, terminal);
    }

    private PartsJob job(String place) {
        BegunParts begun = OutputAddress.local(place)
                .flatMap(folder -> new PartFolder(folder).begun())
                .orElse(null);
        SampleRun run = Given.part(begun, BegunParts::run);
        PartKind kind = first(format, Given.part(begun, BegunParts::kind), PartKind.PARQUET);
        requireLegal(kind);
        String device =
                SparkOptions.device(first(models.device, Given.part(run, SampleRun::device), Device.CPU.label()));
        String model = models.modelAnywhere(Given.part(run, SampleRun::model));
        ModelSet set = models.set(model);
        Path weights = network.weights(run);
        try (CoDe code = CoDe.open(set, models.resources(run));
                FeatureNetwork features =
                        kind == PartKind.FEATURES ? NetworkOptions.open(weights, set, device) : null) {
            Streamed streamed = Given.part(features, it -> new FeatureRows(it).streamed(weights));
            SampleRunOptions.Kept kept = new SampleRunOptions.Kept(
                    kind == PartKind.NPZ, streamed, SampleRunOptions.Kept.PUBLISHED_PER_CLASS);
            SampleRun asked = options.run(
                    code, model, plan.spec(set.description(), Given.part(run, SampleRun::plan)), run, null, kept);
            return new PartsJob(
                    PartsJob.FORMAT,
                    asked,
                    kind,
                    BroughtFiles.folder(set).toString(),
                    List.copyOf(set.entries()),
                    bringModels ? BroughtFiles.of(set) : List.of(),
                    models.memory.low,
                    models.memory.max == null ? null : models.memory.most().getAsLong(),
                    place,
                    blocks,
                    otherKernels);
        }
    }

    private void requireLegal(PartKind kind) {
        if (network.inception != null && kind != PartKind.FEATURES) {
            throw new InvalidInputException("--inception goes with --format features, not "
                    + kind.name().toLowerCase(Locale.ROOT) + ": pictures that are kept need no network");
        }
    }
}
