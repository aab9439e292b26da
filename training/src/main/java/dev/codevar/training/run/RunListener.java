package dev.codevar.training.run;

import dev.codevar.training.loop.Training;
import dev.codevar.training.loop.TrainingListener;
import dev.codevar.training.task.tokens.TokenData;
import java.nio.file.Path;
import java.util.Optional;

/** Is told how a whole training goes. */
public interface RunListener extends TrainingListener, TokenData.Listener {
    /** Listens to nothing. */
    RunListener NONE = new RunListener() {};

    @Override
    default void encoded(int done, int total) {}

    /** A picture cannot be read: another stands in its place, or it is left out. Told once of each. */
    default void unreadable(String why) {}

    /** What came of a training that recognises pictures is tried on so many of the test pictures. */
    default void tried(int done, int total) {}

    /**
     * What came of a training that recognises pictures was tried on all test pictures.
     *
     * @param share of them that is recognised
     * @param features the file of their features, if that was asked for
     */
    default void recognised(double share, Optional<Path> features) {}

    /** The training is about to run; whoever wants to can stop it. */
    default void opened(Training training) {}
}
