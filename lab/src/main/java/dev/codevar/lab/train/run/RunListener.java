package dev.codevar.lab.train.run;

import dev.codevar.lab.train.loop.Training;
import dev.codevar.lab.train.loop.TrainingListener;
import dev.codevar.lab.train.task.TokenData;

/** Is told how a whole training goes. */
public interface RunListener extends TrainingListener, TokenData.Listener {
    /** Listens to nothing. */
    RunListener NONE = new RunListener() {};

    @Override
    default void encoded(int done, int total) {}

    /** The training is about to run; whoever wants to can stop it. */
    default void opened(Training training) {}
}
