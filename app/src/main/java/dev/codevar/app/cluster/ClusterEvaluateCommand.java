package dev.codevar.app.cluster;

import static dev.codevar.app.options.Given.first;

import dev.codevar.app.options.ArithmeticOption;
import dev.codevar.app.options.NetworkOptions;
import dev.codevar.app.options.PlaceOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.parts.OutputAddress;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codevar cluster evaluate}: pictures scored by many machines. */
@Command(
        name = "evaluate",
        description = {
            "Score generated pictures on a Spark cluster: the numbers of codevar evaluate. Features are computed where the"
                    + " pictures are; moments and neighbours by all machines.",
            "Features are computed once and kept in --work. Started again, an evaluation that was broken off goes on."
        },
        sortOptions = false)
final class ClusterEvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "SAMPLES",
            description =
                    "The generated pictures: what codevar evaluate takes, under a path that all machines see; or the"
                            + " folder of a run of codevar cluster sample, also as an address of a Hadoop file system (hdfs://,"
                            + " s3a://).")
    private String samples = "";

    @Option(
            names = "--reference",
            paramLabel = "REF",
            description =
                    "What to compare with, as codevar evaluate takes it, under a path that all machines see. Default: what the"
                            + " model set brings, and nothing with --inception.")
    private @Nullable Path reference;

    @Mixin
    private final NetworkOptions network = new NetworkOptions();

    @Mixin
    private final ArithmeticOption arithmetic = new ArithmeticOption();

    @Option(
            names = "--class-distances",
            description = "The Fréchet distance of every class too, as codevar evaluate has it.")
    private boolean classDistances;

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description =
                    "Where features are kept: a folder that all machines see; a path or an address of a Hadoop file"
                            + " system. Default: SAMPLES.features/cluster.")
    private @Nullable String work;

    @Option(
            names = "--other-kernels",
            description =
                    "Let machines compute whose processors are other ones than this machine's, and use what such computed"
                            + " before: numbers may come out otherwise.")
    private boolean otherKernels;

    @Mixin
    private final PlaceOptions models = new PlaceOptions();

    @Mixin
    private final SparkOptions spark = new SparkOptions();

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    ClusterEvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        DistanceArithmetic distances = arithmetic.get();
        spark.requireLegal();
        PlaceOptions.useThreads(models.threads);
        String place = OutputAddress.whole(samples);
        ModelSet set = set(place);
        EvaluateJob job = new EvaluateJob(
                EvaluateJob.FORMAT,
                place,
                whole(reference),
                set == null ? null : BroughtFiles.folder(set).toString(),
                set == null ? List.of() : List.copyOf(set.entries()),
                whole(network.inception),
                SparkOptions.device(first(models.device, null, Device.CPU.label())),
                Libtorch.threads(),
                distances,
                classDistances,
                work == null ? place.replaceFirst("/+$", "") + ".features/cluster" : OutputAddress.whole(work),
                otherKernels);
        return spark.run("evaluate", job.json(), json, terminal);
    }

    private static @Nullable String whole(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath().normalize().toString();
    }

    /** {@return the models whose network sees the samples; null where Inception sees them} */
    private @Nullable ModelSet set(String place) {
        if (models.model == null && network.inception != null) {
            models.requireNoEntry("Inception sees SAMPLES, and no model set is read");
            return null;
        }
        String drawer = OutputAddress.local(place)
                .flatMap(PictureSet::drawer)
                .map(SampleRun::model)
                .orElse(null);
        return models.set(first(models.model, drawer, PlaceOptions.DEFAULT_MODEL));
    }
}
