package dev.codevar.app.scoring;

import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.app.terminal.Unreadable;
import dev.codevar.evaluation.features.EvaluationProgress;
import java.util.OptionalLong;

/** A bar for each set of pictures whose features are computed, then one for each score. */
final class EvaluateProgress implements EvaluationProgress, AutoCloseable {
    private final Terminal terminal;
    private final Bars pictures;
    private final Bars scores;

    EvaluateProgress(Terminal terminal) {
        this.terminal = terminal;
        this.pictures = Bars.withSpeed(terminal, " pictures");
        this.scores = new Bars(terminal, "", 1);
    }

    @Override
    public void at(String task, long done, long total) {
        pictures.at(task, done, OptionalLong.of(total));
    }

    @Override
    public void scoring(String score) {
        pictures.close();
        scores.at(score, 0, OptionalLong.empty());
    }

    @Override
    public void note(String line) {
        terminal.err().println("codevar: " + line);
    }

    /** {@return what says which pictures cannot be read} */
    Unreadable unreadable() {
        return new Unreadable(terminal, pictures);
    }

    @Override
    public void close() {
        pictures.close();
        scores.close();
    }
}
