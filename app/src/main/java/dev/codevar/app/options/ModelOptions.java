package dev.codevar.app.options;

import dev.codevar.CoDe;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Resources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which models run, where, how finely, and with how much memory. */
public final class ModelOptions extends PlaceOptions {
    /** What is true of the precision of every command that draws. */
    public static final String PRECISION =
            "float32 (exact), bfloat16, int8 (large weights in 8 bits, keys and values in 16, all else float32; on"
                    + " the cpu) or float16 (CUDA). Default: bfloat16 where the processor multiplies it faster, otherwise float32;"
                    + " float16 on CUDA.";

    @Option(names = "--precision", paramLabel = "PRECISION", description = PRECISION)
    public @Nullable String precision;

    @Mixin
    public MemoryOptions memory = new MemoryOptions();

    /** {@return whether any option is given that only says how models compute} */
    public boolean sayHowToDraw() {
        return precision != null || memory.any();
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
        return resources(deviceName, precisionName, threadCount, memory.low, memory.most());
    }

    /** As {@link #resources(String, String, Integer)}: what is given, or else as {@code begun} has it. */
    public Resources resources(@Nullable SampleRun begun) {
        return resources(
                device == null ? Given.part(begun, SampleRun::device) : device,
                precision == null ? Given.part(begun, SampleRun::precision) : precision,
                threads);
    }
}
