package dev.codevar.app;

import dev.codevar.CoDe;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which models run, where, and how finely. */
final class ModelOptions {
    static final String DEFAULT_MODEL = "fashion32";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FOLDER",
            description =
                    "The model set: a name (models list), or a folder with model.json or the published .pth files."
                            + " Default: " + DEFAULT_MODEL + ".")
    @Nullable
    String model;

    @Option(names = "--device", paramLabel = "DEVICE", description = "cpu, cuda or cuda:i. Default: cpu.")
    @Nullable
    String device;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            description =
                    "float32 (exact), bfloat16 or float16 (CUDA). Default: bfloat16 where the processor multiplies"
                            + " it faster, otherwise float32; float16 on CUDA.")
    @Nullable
    String precision;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with, 1 to 1024. Default: one a core.")
    @Nullable
    Integer threads;

    /** {@return the model set, opened} */
    CoDe open() {
        return open(
                ModelFinder.system().folder(model == null ? DEFAULT_MODEL : model),
                device == null ? "cpu" : device,
                precision,
                threads);
    }

    /**
     * Opens a model set.
     *
     * @param deviceName where to compute
     * @param precisionName how finely, or null for what suits the device
     * @param threadCount with how many threads, or null for one a core
     */
    static CoDe open(Path folder, String deviceName, @Nullable String precisionName, @Nullable Integer threadCount) {
        if (threadCount != null) {
            if (threadCount < 1 || threadCount > 1024) {
                throw new InvalidInputException("threads " + threadCount + " is not between 1 and 1024");
            }
            Libtorch.useThreads(threadCount);
        }
        Device on = Device.of(deviceName);
        return CoDe.open(folder, on, precisionName == null ? on.defaultPrecision() : Precision.of(precisionName));
    }
}
