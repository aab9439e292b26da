package dev.codevar.training.run;

import dev.codevar.training.loop.Progress;
import dev.codevar.training.loop.Training;
import org.jspecify.annotations.Nullable;

/** Stops a training after a step. */
public class StopsAt implements RunListener {
    private final int last;
    private @Nullable Training training;

    /** @param last the step; one that the training does not reach lets it end by itself */
    protected StopsAt(int last) {
        this.last = last;
    }

    @Override
    public void opened(Training opened) {
        training = opened;
    }

    @Override
    public void stepped(Progress progress) {
        if (progress.step() == last && training != null) {
            training.stop();
        }
    }
}
