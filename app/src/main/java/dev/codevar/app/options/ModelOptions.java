package dev.codevar.app.options;

import dev.codevar.CoDe;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Resources;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which models run, where, how finely, and with how much memory. */
public final class ModelOptions extends PlaceOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)([MGTmgt])[Bb]?");

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            description =
                    "float32 (exact), bfloat16, int8 (large weights in 8 bits, keys and values in 16, all else float32; on"
                            + " the cpu) or float16 (CUDA). Default: bfloat16 where the processor multiplies it faster, otherwise float32;"
                            + " float16 on CUDA.")
    public @Nullable String precision;

    @Option(
            names = "--low-memory",
            description = "Keep only the model at work: less memory, and models are read again for every batch.")
    public boolean lowMemory;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            description = "Most memory that the process may have resident, as 6G or 900M. Default: what the machine has"
                    + " left.")
    public @Nullable String maxMemory;

    /** {@return whether any option is given that only says how models compute} */
    public boolean sayHowToDraw() {
        return precision != null || lowMemory || maxMemory != null;
    }

    /** {@return the model set, opened} */
    public CoDe open() {
        return open(set());
    }

    /** {@return this set, opened} */
    public CoDe open(ModelSet set) {
        return open(set, device, precision, threads);
    }

    /**
     * Opens a model set.
     *
     * @param deviceName where to compute, or null for the processor
     * @param precisionName how finely, or null for what suits the device
     * @param threadCount with how many threads, or null for one a core
     */
    public CoDe open(
            ModelSet set, @Nullable String deviceName, @Nullable String precisionName, @Nullable Integer threadCount) {
        return CoDe.open(set, resources(deviceName, precisionName, threadCount));
    }

    /**
     * Sets the threads, and reads what of the machine may be used.
     *
     * @param deviceName where to compute, or null for the processor
     * @param precisionName how finely, or null for what suits the device
     * @param threadCount with how many threads, or null for one a core
     */
    public Resources resources(
            @Nullable String deviceName, @Nullable String precisionName, @Nullable Integer threadCount) {
        return resources(
                deviceName,
                precisionName,
                threadCount,
                lowMemory,
                maxMemory == null ? OptionalLong.empty() : OptionalLong.of(bytes(maxMemory)));
    }

    /** {@return most bytes that a process may have resident, or null} */
    public @Nullable Long memory() {
        return maxMemory == null ? null : bytes(maxMemory);
    }

    /** As {@link #resources(String, String, Integer)}: what is given, or else as {@code begun} has it. */
    public Resources resources(@Nullable SampleRun begun) {
        return resources(
                device == null ? Given.part(begun, SampleRun::device) : device,
                precision == null ? Given.part(begun, SampleRun::precision) : precision,
                threads);
    }

    private static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new InvalidInputException(
                    "memory '" + size + "' is no size: use a number and M, G or T, as in 6G or 900M");
        }
        long unit = switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
            case "M" -> 1L << 20;
            case "G" -> 1L << 30;
            default -> 1L << 40;
        };
        return (long) (Double.parseDouble(matcher.group(1)) * unit);
    }
}
