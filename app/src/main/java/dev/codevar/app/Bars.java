package dev.codevar.app;

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
    private @Nullable ProgressBar bar;
    private String task = "";

    /**
     * Shows nothing yet.
     *
     * @param unit what is counted, put behind the numbers
     * @param unitSize how many steps are one of that unit
     */
    Bars(Terminal terminal, String unit, long unitSize) {
        this.shown = terminal.interactive();
        this.unit = unit;
        this.unitSize = unitSize;
    }

    /** Shows how far {@code name} is; a new name begins a new bar. */
    void at(String name, long done, OptionalLong total) {
        if (!shown) {
            return;
        }
        if (bar == null || !task.equals(name)) {
            close();
            task = name;
            bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(total.orElse(-1))
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .setUnit(unit, unitSize)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
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
