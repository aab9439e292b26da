package dev.codevar.app.terminal;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** One progress bar after the other, for a person who watches; where nobody does, a line now and then for whoever reads it later. */
public final class Bars implements AutoCloseable {
    /** Work that takes less says nothing where nobody watches. */
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(60);

    private final Terminal terminal;
    private final String unit;
    private final long unitSize;
    private final boolean speed;
    private final LongSupplier nanos;
    private @Nullable ProgressBar bar;
    private String task = "";
    private long lastLine;
    private long taskBegan;
    private long doneBefore;
    private long doneLast;

    /**
     * Shows nothing yet.
     *
     * @param unit what is counted, put behind the numbers
     * @param unitSize how many steps are one of that unit
     */
    public Bars(Terminal terminal, String unit, long unitSize) {
        this(terminal, unit, unitSize, false, System::nanoTime);
    }

    /**
     * Shows nothing yet.
     *
     * @param speed whether bars show how many units a second
     * @param nanos what time it is, in nanoseconds from any moment
     */
    Bars(Terminal terminal, String unit, long unitSize, boolean speed, LongSupplier nanos) {
        this.terminal = terminal;
        this.unit = unit;
        this.unitSize = unitSize;
        this.speed = speed;
        this.nanos = nanos;
        this.lastLine = nanos.getAsLong();
    }

    /** {@return bars that also show how many units a second; what a bar begins with was done before} */
    public static Bars withSpeed(Terminal terminal, String unit) {
        return new Bars(terminal, unit, 1, true, System::nanoTime);
    }

    /** Shows how far {@code name} is; a new name begins a new bar, and so does less than was done before: another task of that name. */
    public void at(String name, long done, OptionalLong total) {
        boolean another = !task.equals(name) || done < doneLast;
        doneLast = done;
        if (!terminal.interactive()) {
            line(name, another, done, total);
            return;
        }
        if (bar == null || another) {
            close();
            task = name;
            ProgressBarBuilder builder = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(total.orElse(-1))
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .setUnit(unit, unitSize)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err));
            if (speed) {
                builder.showSpeed(new DecimalFormat("0.00", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                        .startsFrom(done, Duration.ZERO);
            }
            bar = builder.build();
        }
        total.ifPresent(bar::maxHint);
        bar.stepTo(done);
    }

    private void line(String name, boolean another, long done, OptionalLong total) {
        long now = nanos.getAsLong();
        if (another) {
            task = name;
            taskBegan = now;
            doneBefore = done;
        }
        if (!terminal.progress() || now - lastLine < BETWEEN_LINES.toNanos()) {
            return;
        }
        lastLine = now;
        String of = total.isPresent() ? " of " + total.getAsLong() / unitSize : "";
        terminal.err().println("codevar: " + name + ": " + done / unitSize + of + unit + left(now, done, total));
    }

    /** {@return how long the rest takes if it goes on as since the task began; nothing where that cannot be said} */
    private String left(long now, long done, OptionalLong total) {
        if (total.isEmpty() || done <= doneBefore || done >= total.getAsLong()) {
            return "";
        }
        double each = (now - taskBegan) * 1e-9 / (done - doneBefore);
        long seconds = Math.round(each * (total.getAsLong() - done));
        long minutes = Math.round(seconds / 60.0);
        String time = seconds < 120
                ? seconds + " s"
                : minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
        return ", about " + time + " left";
    }

    /** Ends the last bar. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
