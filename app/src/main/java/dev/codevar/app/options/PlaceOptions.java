package dev.codevar.app.options;

import dev.codevar.models.ModelSet;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which models run, and where. */
public class PlaceOptions {
    public static final String DEFAULT_MODEL = "fashion32";

    /** What is true of the threads of every command. */
    public static final String THREADS = "Threads to compute with, 1 to 1024. Default: one a core.";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FOLDER",
            description = "The model set: a name (models list), or a folder with model.json or .pth files."
                    + " Default: " + DEFAULT_MODEL + ".")
    public @Nullable String model;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description =
                    "cpu, cuda or cuda:i; models of a plan may have their own, but on a cluster: cuda:0,small=cuda:1. Default: cpu.")
    public @Nullable String device;

    @Option(names = "--threads", paramLabel = "N", description = THREADS)
    public @Nullable Integer threads;

    @Mixin
    private EntryOption entry = new EntryOption();

    /** {@return the model set that is named, or the usual one} */
    public ModelSet set() {
        return set(model == null ? DEFAULT_MODEL : model);
    }

    /** {@return the model set of this name or at this folder, with the entries that are named} */
    public ModelSet set(String name) {
        return entry.open(ModelFinder.system().folder(name));
    }

    /** {@return the same, with the entries that are recorded where none are named} */
    public ModelSet set(String name, Collection<String> recorded) {
        return entry.open(ModelFinder.system().folder(name), recorded);
    }

    /**
     * Refuses entries where no model set's files are read.
     *
     * @param read what is read in place of them
     */
    public void requireNoEntry(String read) {
        entry.requireNone(read);
    }

    /** {@return the model set as it can be recorded: the one that is given, or else what was begun, or else the usual one} */
    public String modelAnywhere(@Nullable String begun) {
        return ModelFinder.system().anywhere(Given.first(model, begun, DEFAULT_MODEL));
    }

    /**
     * Sets the threads, and reads what of the machine may be used.
     *
     * @param deviceName where to compute, or null for the processor
     * @param precisionName how finely, or null for what suits the device
     * @param threadCount with how many threads, or null for one a core
     * @param lowMemory whether only the model at work is kept
     * @param maxMemory most bytes that may be resident, or empty
     */
    public static Resources resources(
            @Nullable String deviceName,
            @Nullable String precisionName,
            @Nullable Integer threadCount,
            boolean lowMemory,
            OptionalLong maxMemory) {
        useThreads(threadCount);
        Map<String, Device> devices =
                new HashMap<>(Resources.parseDevices(deviceName == null ? Device.CPU.label() : deviceName));
        Device everythingElse = Objects.requireNonNull(devices.remove(Resources.EVERYTHING_ELSE));
        return new Resources(
                everythingElse,
                devices,
                precisionName == null ? defaultPrecision(everythingElse, devices) : Precision.of(precisionName),
                lowMemory,
                maxMemory);
    }

    /** Sets how many threads compute; null for one a core. */
    public static void useThreads(@Nullable Integer threadCount) {
        if (threadCount != null) {
            OptionRanges.require("threads", threadCount, 1, 1024);
            Libtorch.useThreads(threadCount);
        }
    }

    /** A processor among the devices computes what any of them can. */
    private static Precision defaultPrecision(Device everythingElse, Map<String, Device> devices) {
        return devices.values().stream()
                .filter(device -> !device.cuda())
                .findFirst()
                .orElse(everythingElse)
                .defaultPrecision();
    }
}
