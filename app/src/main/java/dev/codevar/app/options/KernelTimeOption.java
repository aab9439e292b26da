package dev.codevar.app.options;

import dev.codevar.measure.speed.ceiling.Ceilings;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.Option;

/** The option that says how well a device's ceilings are measured. */
public final class KernelTimeOption {
    @Option(
            names = "--kernel-time",
            paramLabel = "MS",
            description =
                    "How many milliseconds each kernel is timed at each shape to find what the machine can do at best in"
                            + " the precisions of the runs, 0 to 10000; below 100 ceilings come out too low. Default: 100.")
    private int milliseconds = 100;

    public void requireLegal() {
        OptionRanges.require("milliseconds of a kernel", milliseconds, 0, 10_000);
    }

    /** {@return what the device can do in these precisions, measured now} */
    public Ceilings measure(Device device, Set<Precision> precisions) {
        return Ceilings.measure(device, precisions, Duration.ofMillis(milliseconds));
    }
}
