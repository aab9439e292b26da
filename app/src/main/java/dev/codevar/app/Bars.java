package dev.codevar.app;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** One progress bar after the other, for a person who watches; nothing where nobody does. */
final class Bars implements AutoCloseable {
    private final boolean shown;
    private final String unit;
    private final long unitSize;
    private final boolean speed;
    private @Nullable ProgressBar bar;
    private String task = "";

    /**
     * Shows nothing yet.
     *
     * @param unit what is counted, put behind the numbers
     * @param unitSize how many steps are one of that unit
     */
    Bars(Terminal terminal, String unit, long unitSize) {
        this(terminal, unit, unitSize, false);
    }

    private Bars(Terminal terminal, String unit, long unitSize, boolean speed) {
        this.shown = terminal.interactive();
        this.unit = unit;
        this.unitSize = unitSize;
        this.speed = speed;
    }

    /** {@return bars that also show how many units a second; what a bar begins with was done before} */
    static Bars withSpeed(Terminal terminal, String unit) {
        return new Bars(terminal, unit, 1, true);
    }

    /** Shows how far {@code name} is; a new name begins a new bar. */
    void at(String name, long done, OptionalLong total) {
        if (!shown) {
            return;
        }
        if (bar == null || !task.equals(name)) {
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

    /** Ends the last bar. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
