package dev.codevar.app.terminal;

import dev.codevar.report.table.Shown;
import java.util.function.Consumer;

/** Says which pictures cannot be read, and counts them. */
public final class Unreadable implements Consumer<String> {
    private final Terminal terminal;
    private final Bars bars;
    private int count;

    /**
     * @param bars are ended before a line is written
     */
    public Unreadable(Terminal terminal, Bars bars) {
        this.terminal = terminal;
        this.bars = bars;
    }

    @Override
    public void accept(String why) {
        count++;
        bars.close();
        terminal.err().println("skipped: " + Shown.plain(why));
    }

    public int count() {
        return count;
    }
}
