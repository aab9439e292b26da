package dev.codevar.report.table;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers for people: three digits or so, a unit that suits, and a dash for what is unknown. */
public final class Numbers {
    /** Stands for what is unknown. */
    public static final String NOTHING = "–";

    private static final double KILO = 1000;
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB"};
    private static final String[] OPERATIONS = {"FLOP/s", "kFLOP/s", "MFLOP/s", "GFLOP/s", "TFLOP/s", "PFLOP/s"};

    private Numbers() {}

    /** {@return the value with as many decimals as leave three digits} */
    public static String three(double value) {
        return fixed(value, decimals(value));
    }

    /** {@return a value and its spread, with as many decimals as suit the value} */
    public static String withSpread(double value, double spread) {
        int decimals = decimals(value);
        return fixed(value, decimals) + " ± " + fixed(spread, decimals);
    }

    private static int decimals(double value) {
        return value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** {@return a share from 0 to 1 as a percentage} */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** {@return a number of bytes in a unit that suits} */
    public static String bytes(long bytes) {
        return scaled((double) bytes, BYTES);
    }

    /** {@return the same, or a dash for null} */
    public static String bytes(@Nullable Long bytes) {
        return bytes == null ? NOTHING : bytes(bytes.longValue());
    }

    /** {@return bytes a second in a unit that suits} */
    public static String bytesPerSecond(double bytesPerSecond) {
        return scaled(bytesPerSecond, BYTES) + "/s";
    }

    /** {@return operations a second in a unit that suits} */
    public static String operationsPerSecond(double flopsPerSecond) {
        return scaled(flopsPerSecond, OPERATIONS);
    }

    private static String scaled(double value, String[] units) {
        double scaled = value;
        int unit = 0;
        while (scaled >= KILO && unit < units.length - 1) {
            scaled /= KILO;
            unit++;
        }
        return (unit == 0 ? fixed(scaled, 0) : three(scaled)) + " " + units[unit];
    }

    /** {@return a number and what it counts, in the plural where it must be} */
    public static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
