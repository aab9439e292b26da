package dev.codevar.app.machine;

import dev.codevar.Request;
import dev.codevar.app.options.MemoryOptions;
import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.options.PlaceOptions;
import dev.codevar.app.options.PlanOptions;
import dev.codevar.app.options.SamplingOptions;
import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.measure.precision.PrecisionReport;
import dev.codevar.measure.precision.PrecisionStudy;
import dev.codevar.measure.precision.PrecisionTable;
import dev.codevar.models.ModelSet;
import dev.codevar.report.json.Json;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar precision}: what computing in a lower precision changes. */
@Command(
        name = "precision",
        description = {
            "Measure what computing in bfloat16 or int8 changes, against float32, on the same models: logits and tokens for each"
                    + " scale, with the history that float32 drew and freely, and the distance of the pictures as sets.",
            "Classes take turns. As many pictures of the seeds that follow are drawn in float32 beside them, to show"
                    + " what chance alone does. Then each large layer of the other precision multiplies the rows that float32"
                    + " gives it, in the first batch. The models of both precisions are in memory at once, and the logits of"
                    + " a batch: a smaller --batch takes less."
        },
        sortOptions = false)
public final class PrecisionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            description = "What is compared with float32: bfloat16, int8, or float16 (CUDA). Default: bfloat16.")
    private String precision = Precision.BFLOAT16.label();

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "How many pictures, 2 to 1000000. Default: 1000.")
    private int count = 1000;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "How many pictures are drawn at a time, 1 to 4096. Default: 50.")
    private int batch = 50;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "The first picture's seed; each further picture's is one more. Default: 42.")
    private long seed = 42;

    @Mixin
    private final PlanOptions plan = new PlanOptions();

    @Mixin
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final PlaceOptions place = new PlaceOptions();

    @Mixin
    private final MemoryOptions memory = new MemoryOptions();

    @Option(names = "--json", description = "Print one JSON object instead of a table for people.")
    private boolean json;

    public PrecisionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        OptionRanges.require("count", count, 2, Request.LARGEST_COUNT);
        OptionRanges.require("batch", batch, 1, Request.LARGEST_BATCH);
        Resources exact = resources(Precision.FLOAT32.label());
        Resources other = resources(precision);
        if (other.precision() == Precision.FLOAT32) {
            throw new InvalidInputException(
                    "precision float32 is what others are compared with: use bfloat16 or int8, or float16 on CUDA");
        }
        Libtorch.load();
        ModelSet set = place.set();
        PrecisionStudy study = new PrecisionStudy(set, exact, other);
        PrecisionReport report;
        try (Bars bars = new Bars(terminal, "", 1)) {
            report = study.run(request(set), (done, total) -> bars.at("comparing", done, OptionalLong.of(total)));
        }
        if (json) {
            terminal.out().println(Json.lineOfKnown(report));
        } else {
            terminal.out().print(PrecisionTable.of(report));
            terminal.out().flush();
        }
        return 0;
    }

    private Resources resources(String precisionName) {
        return PlaceOptions.resources(place.device, precisionName, place.threads, memory.low, memory.most());
    }

    private Request request(ModelSet set) {
        Request.Builder request =
                new Request.Builder(set).count(count).seed(seed).batch(batch);
        sampling.apply(request);
        String chosen = plan.chosen(set.description());
        if (chosen != null) {
            request.plan(chosen);
        }
        return request.build();
    }
}
