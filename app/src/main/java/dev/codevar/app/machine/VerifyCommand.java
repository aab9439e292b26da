package dev.codevar.app.machine;

import dev.codevar.app.options.EntryOption;
import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.json.Json;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.training.golden.TrainingVerification;
import dev.codevar.verify.Check;
import dev.codevar.verify.Verification;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar verify}: compares what this program computes with what the published code computed. */
@Command(
        name = "verify",
        description =
                "Compute a golden case and compare every number with the published code's. Ends with 0 if all hold.",
        sortOptions = false)
public final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--golden",
            paramLabel = "FOLDER",
            required = true,
            description =
                    "The case: case.json, expected.safetensors, and weights.json or .pth files; training.json too, for"
                            + " --training.")
    private Path golden = Path.of("");

    @Option(
            names = "--pth",
            description = "Read the weights from the case's .pth files. Default: the synthetic weights of weights.json,"
                    + " where there is one.")
    private boolean pth;

    @Mixin
    private final EntryOption entry = new EntryOption();

    @Option(
            names = "--training",
            description = "Compare training steps (the case's training.json): losses, gradients, one optimiser step."
                    + " Default: decoding.")
    private boolean training;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description =
                    "float32, bfloat16, int8, or float16 (CUDA). In all but the first networks are compared from the"
                            + " published history, within what rounding explains; what runs draw when left alone is"
                            + " only reported. Default: float32.")
    private String precision = Precision.FLOAT32.label();

    @Option(names = "--device", paramLabel = "DEVICE", description = "cpu, cuda or cuda:i. Default: cpu.")
    private String device = Device.CPU.label();

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    public VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** One tensor; the largest difference is null where there was nothing to subtract. */
    record Tensor(
            String name,
            long values,
            long differing,
            @Nullable Double largestDifference,
            double tolerance,
            boolean holds,
            String note) {

        static Tensor of(Check check) {
            return new Tensor(
                    check.name(),
                    check.values(),
                    check.differing(),
                    Double.isFinite(check.largestDifference()) ? check.largestDifference() : null,
                    check.tolerance(),
                    check.holds(),
                    check.note());
        }
    }

    /** What is printed. */
    record Report(
            String golden,
            String precision,
            String device,
            boolean holds,
            int compared,
            long failed,
            List<Tensor> tensors) {}

    @Override
    public Integer call() {
        Precision asked = Precision.of(precision);
        if (training && asked != Precision.FLOAT32) {
            throw new InvalidInputException(
                    "precision " + asked.label() + " cannot stand beside --training: its numbers are float32's");
        }
        Resources resources = Resources.of(Device.of(device), asked);
        List<Check> checks = json ? watched(resources) : checks(resources, this::print);
        long failed = checks.stream().filter(check -> !check.holds()).count();
        if (json) {
            List<Tensor> tensors = checks.stream().map(Tensor::of).toList();
            terminal.out()
                    .println(Json.lineOfKnown(new Report(
                            golden.toString(),
                            asked.label(),
                            resources.label(),
                            failed == 0,
                            checks.size(),
                            failed,
                            tensors)));
        } else {
            terminal.out()
                    .println(checks.size() + (training ? " entries" : " tensors") + " compared: "
                            + (failed == 0 ? "all hold" : failed + " do not hold"));
        }
        return failed == 0 ? 0 : 1;
    }

    private List<Check> watched(Resources resources) {
        try (Bars bars = new Bars(terminal, " tensors", 1)) {
            AtomicLong compared = new AtomicLong();
            return checks(resources, check -> bars.at("comparing", compared.incrementAndGet(), OptionalLong.empty()));
        }
    }

    private List<Check> checks(Resources resources, Consumer<Check> listener) {
        return training
                ? TrainingVerification.run(golden, resources.device(), pth, entry.entries(), listener)
                : Verification.run(golden, pth, entry.entries(), resources, listener);
    }

    private void print(Check check) {
        terminal.out()
                .println(String.format(
                        Locale.ROOT,
                        "%-6s %-40s %9d values, %d differ, largest difference %.2g of %.2g%s",
                        check.holds() ? "ok" : "FAILED",
                        check.name(),
                        check.values(),
                        check.differing(),
                        check.largestDifference(),
                        check.tolerance(),
                        check.note().isEmpty() ? "" : ": " + check.note()));
    }
}
