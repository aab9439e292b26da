package dev.codevar.app.machine;

import dev.codevar.app.options.KernelTimeOption;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.WholeFile;
import dev.codevar.measure.machine.Machine;
import dev.codevar.measure.speed.BenchChart;
import dev.codevar.measure.speed.BenchReport;
import dev.codevar.measure.speed.BenchRun;
import dev.codevar.measure.speed.BenchTable;
import dev.codevar.measure.speed.Benchmark;
import dev.codevar.measure.speed.Setting;
import dev.codevar.measure.speed.Timed;
import dev.codevar.measure.speed.ceiling.Ceilings;
import dev.codevar.measure.speed.ceiling.CeilingsAround;
import dev.codevar.models.ModelSet;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar bench}: how long whole decodes take, what they take of memory, and how near that is to what is possible. */
@Command(
        name = "bench",
        description =
                "Measure whole decodes over plans, batches and precisions, beside what this machine can do at best,"
                        + " which is measured before them and again after them."
                        + " Without --model, plans given by depth run on random weights: time does not depend on the values.",
        sortOptions = false)
public final class BenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final BenchPlanOptions plans = new BenchPlanOptions();

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            description = "How many pictures are drawn together, 1 to 4096; several with ',' between. Default: 1,8.")
    private List<Integer> batches = List.of(1, 8);

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "How many times each is run before it is measured, 0 to 1000. Default: 1.")
    private int warmups = 1;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "How many times each is measured, 1 to 1000. Default: 3.")
    private int repetitions = 3;

    @Mixin
    private final KernelTimeOption kernelTime = new KernelTimeOption();

    @Option(
            names = "--per-scale",
            description = "Also print a table of every scale for each: seconds, bound and shares.")
    private boolean perScale;

    @Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON; what is there is replaced.")
    private @Nullable Path json;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Write a chart of time and memory as PNG; what is there is replaced.")
    private @Nullable Path chart;

    @Mixin
    private final ModelOptions models = new ModelOptions();

    public BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        requireLegal();
        Libtorch.load();
        ModelSet set = plans.set(models);
        List<Resources> each = resources();
        List<List<Setting>> settings =
                each.stream().map(resources -> settings(set, resources)).toList();
        if (chart != null && settings.stream().mapToInt(List::size).sum() < 2) {
            throw new InvalidInputException("chart " + chart
                    + " would be of one point: name two batches, numbers of draft steps, or drafters' depths");
        }
        Set<Precision> precisions = each.stream().map(Resources::precision).collect(Collectors.toSet());
        Supplier<Ceilings> measured = () -> kernelTime.measure(each.get(0).device(), precisions);
        Ceilings before = measured.get();
        List<Timed> timed = new ArrayList<>();
        try (Bars bars = new Bars(terminal, "", 1)) {
            for (int i = 0; i < each.size(); i++) {
                timed.addAll(new Benchmark(set, each.get(i), warmups, repetitions)
                        .run(
                                settings.get(i),
                                (setting, done, total) -> bars.at("measuring", done, OptionalLong.of(total))));
            }
        }
        CeilingsAround ceilings = CeilingsAround.of(before, measured.get());
        List<BenchRun> runs = timed.stream()
                .map(run -> run.against(set::transformerConfig, ceilings.ceilings()))
                .toList();
        BenchReport report = new BenchReport(Machine.here(), ceilings, runs);
        write(report);
        terminal.out().print(BenchTable.of(report));
        if (perScale) {
            report.runs().forEach(run -> terminal.out().print("\n" + BenchTable.perScale(run)));
        }
        return 0;
    }

    private void requireLegal() {
        batches.forEach(batch -> OptionRanges.require("batch", batch, 1, 4096));
        OptionRanges.require("warm-ups", warmups, 0, 1000);
        OptionRanges.require("repetitions", repetitions, 1, 1000);
        kernelTime.requireLegal();
        if (json != null) {
            OutputFiles.requireWritable(json);
        }
        if (chart != null) {
            OutputFiles.requireWritablePng(chart);
        }
    }

    /** One for each precision asked for. */
    private List<Resources> resources() {
        if (models.precision == null) {
            return List.of(models.resources(models.device, null, models.threads));
        }
        List<Resources> each = new ArrayList<>();
        for (String precision : models.precision.split(",", -1)) {
            each.add(models.resources(models.device, precision.trim(), models.threads));
        }
        return each;
    }

    private List<Setting> settings(ModelSet set, Resources resources) {
        // Opening the models would say the same of a wrong role, but only after the machine was measured.
        resources.devices().keySet().forEach(set::transformerConfig);
        Device device = resources.device();
        List<Setting> settings = new ArrayList<>();
        for (BenchPlanOptions.Chosen chosen : plans.chosen(set)) {
            for (int batch : batches) {
                settings.add(new Setting(
                        chosen.plan(),
                        chosen.draftSteps(),
                        chosen.drafterDepth(),
                        batch,
                        resources.precision(),
                        device));
            }
        }
        return settings;
    }

    /** Numbers first: a chart needs a font, which a bare machine may lack. */
    private void write(BenchReport report) {
        if (json != null) {
            WholeFile.write(json, report.toJson().getBytes(StandardCharsets.UTF_8));
            terminal.out().println("wrote " + json);
        }
        if (chart != null) {
            Optional<byte[]> png = BenchChart.png(report);
            if (png.isPresent()) {
                WholeFile.write(chart, png.get());
                terminal.out().println("wrote " + chart);
            } else {
                terminal.err().println("codevar: no chart: it takes two batches or two numbers of draft steps");
            }
        }
    }
}
