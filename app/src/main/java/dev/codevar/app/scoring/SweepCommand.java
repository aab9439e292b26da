package dev.codevar.app.scoring;

import static dev.codevar.app.options.Given.first;

import dev.codevar.app.options.Given;
import dev.codevar.app.options.KernelTimeOption;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.NetworkOptions;
import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.options.SampleRunOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.file.WholeFile;
import dev.codevar.measure.sweep.Sweep;
import dev.codevar.measure.sweep.SweepChart;
import dev.codevar.measure.sweep.SweepFolder;
import dev.codevar.measure.sweep.SweepOptions;
import dev.codevar.measure.sweep.SweepPlan;
import dev.codevar.measure.sweep.SweepReport;
import dev.codevar.measure.sweep.SweepTable;
import dev.codevar.models.ModelSet;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Resources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar sweep}: what drafting fewer scales saves, and what it costs. */
@Command(
        name = "sweep",
        description = {
            "Draw, score and time every plan of a model set: CoDe's trade of score against speed, as a table and a chart.",
            "Features are kept in the folder: a sweep that was broken off goes on, and one with more plans draws only those,"
                    + " all as it was begun; --out alone is enough."
        },
        sortOptions = false)
public final class SweepCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--draft-steps",
            paramLabel = "N",
            description = "all, or how many scales the first model makes; several with ',' between. Default: all.")
    private @Nullable String draftSteps;

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description = "A plan by name or written out instead; several by repeating the option.")
    private @Nullable List<String> plans;

    @Option(
            names = "--reference",
            paramLabel = "REF",
            description = "What to compare with, as codevar evaluate takes it. Default: what the model set brings.")
    private @Nullable Path reference;

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description =
                    "Where features of the reference's pictures are kept. Default: beside them, in NAME.features.")
    private @Nullable Path cache;

    @Mixin
    private final NetworkOptions network = new NetworkOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description = "Where features are kept and sweep.json and sweep.png are written. Default: sweep.")
    private Path out = Path.of("sweep");

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "How many times each plan is timed, 1 to 1000. Default: 5.")
    private @Nullable Integer repetitions;

    @Mixin
    private final KernelTimeOption kernelTime = new KernelTimeOption();

    @Mixin
    private final SampleRunOptions drawing = new SampleRunOptions();

    @Mixin
    private final ModelOptions models = new ModelOptions();

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    public SweepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        kernelTime.requireLegal();
        OutputFiles.requireFolder(out);
        SweepFolder folder = new SweepFolder(out);
        SampleRun begun = folder.recorded().orElse(null);
        SweepOptions asked = asked(folder.asked().orElse(null));
        Path features = Given.part(asked.cache(), FilePaths::of);
        if (features != null) {
            OutputFiles.requireFolder(features);
        }
        String model = models.modelAnywhere(Given.part(begun, SampleRun::model));
        ModelSet set = models.set(model);
        List<SweepPlan> chosen = chosen(set, asked);
        Path weights = network.weights(begun);
        Path compared = compared(set, asked, weights);
        Resources resources = models.resources(begun);
        SweepReport report;
        try (FeatureNetwork seen =
                        NetworkOptions.open(weights, set, resources.device().label());
                EvaluateProgress progress = new EvaluateProgress(terminal)) {
            SampleRunOptions.Kept kept =
                    SampleRunOptions.Kept.scored(new FeatureRows(seen).streamed(weights), set.description());
            report = new Sweep(
                            set, resources, seen, compared, kernelTime::measure, new FeaturePlaces(features), progress)
                    .run(
                            chosen,
                            folder,
                            asked,
                            (code, plan, as) -> drawing.run(code, model, plan.spec(), as, null, kept));
        }
        OutputFiles.makeFolder(out);
        WholeFile.write(out.resolve("sweep.json"), report.toJson().getBytes(StandardCharsets.UTF_8));
        WholeFile.write(out.resolve("sweep.png"), SweepChart.png(report));
        if (json) {
            terminal.out().println(Json.lineOfKnown(report));
        } else {
            terminal.out()
                    .print(SweepTable.of(report) + "wrote " + out.resolve("sweep.json") + " and "
                            + out.resolve("sweep.png") + "\n");
        }
        return 0;
    }

    /** {@return what is given, or else what was asked before: plans that are given are those that are gone on with from here on} */
    private SweepOptions asked(@Nullable SweepOptions before) {
        if (plans != null && draftSteps != null && !draftSteps.equals(SweepOptions.ALL)) {
            throw new InvalidInputException("--plan and --draft-steps exclude each other");
        }
        int times = first(repetitions, Given.part(before, SweepOptions::repetitions), 5);
        OptionRanges.require("repetitions", times, 1, 1000);
        SweepOptions ofPlans = plans != null || draftSteps != null ? null : before;
        return new SweepOptions(
                first(draftSteps, Given.part(ofPlans, SweepOptions::draftSteps), SweepOptions.ALL),
                ofPlans == null ? plans : ofPlans.plans(),
                reference == null ? Given.part(before, SweepOptions::reference) : whole(reference),
                cache == null ? Given.part(before, SweepOptions::cache) : whole(cache),
                times);
    }

    private static String whole(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private static List<SweepPlan> chosen(ModelSet set, SweepOptions asked) {
        List<String> named = asked.plans();
        return named == null
                ? SweepPlan.byDraftSteps(set.description(), numbers(asked.draftSteps()))
                : named.stream()
                        .map(plan -> SweepPlan.of(plan, set.description()))
                        .distinct()
                        .toList();
    }

    private static List<Integer> numbers(String draftSteps) {
        if (draftSteps.equals(SweepOptions.ALL)) {
            return List.of();
        }
        try {
            return Arrays.stream(draftSteps.split(",", -1))
                    .map(String::trim)
                    .map(Integer::valueOf)
                    .toList();
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "draft steps '" + draftSteps + "' are not legal: use all, or numbers as 3,4,5");
        }
    }

    private static Path compared(ModelSet set, SweepOptions asked, @Nullable Path weights) {
        if (asked.reference() != null) {
            return FilePaths.of(asked.reference());
        }
        return set.referenceFile()
                .filter(brought -> weights == null)
                .orElseThrow(() -> new InvalidInputException("say by --reference what to compare with: "
                        + set.description().name() + " brings nothing"
                        + (weights == null ? "" : " for Inception")));
    }
}
