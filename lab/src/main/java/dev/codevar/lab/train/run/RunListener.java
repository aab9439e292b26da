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

    /** A picture cannot be read: another stands in its place, or it is left out. Told once of each. */
    default void unreadable(String why) {}

    /** The training is about to run; whoever wants to can stop it. */
    default void opened(Training training) {}
}
