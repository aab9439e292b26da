package dev.codevar.app.options;

import dev.codevar.fault.InvalidInputException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say with how much memory models run. */
public final class MemoryOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)([MGTmgt])[Bb]?");

    @Option(
            names = "--low-memory",
            description = "Keep only the model at work: less memory, and models are read again for every batch.")
    public boolean low;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            description = "Most memory that the process may have resident, as 6G or 900M. Default: what the machine has"
                    + " left.")
    public @Nullable String max;

    /** {@return whether any is given} */
    public boolean any() {
        return low || max != null;
    }

    /** {@return most bytes that the process may have resident, or empty for what the machine has left} */
    public OptionalLong most() {
        return max == null ? OptionalLong.empty() : OptionalLong.of(bytes(max));
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
