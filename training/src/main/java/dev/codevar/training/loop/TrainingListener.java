package dev.codevar.training.loop;

import java.nio.file.Path;
import java.util.Map;

/** Is told how a training goes, on the thread that trains. */
public interface TrainingListener {
    /** Listens to nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * Before the first step.
     *
     * @param step how many steps were taken before, by a training that was broken off
     * @param steps of all
     */
    default void began(int step, int steps) {}

    /**
     * It goes on by another version of the program, or by other kernels, than those that took the steps before: they may round sums
     * otherwise.
     *
     * @param before what took them
     * @param now what goes on
     */
    default void otherMaker(String before, String now) {}

    /** After every step. */
    default void stepped(Progress progress) {}

    /**
     * A line of the log, as means over the steps since the last one.
     *
     * @param step how many steps were taken
     * @param values by name
     */
    default void logged(int step, Map<String, Double> values) {}

    /**
     * Held-out data were measured.
     *
     * @param step how many steps were taken
     * @param values by name
     */
    default void validated(int step, Map<String, Double> values) {}

    /** Something is there under its name: a checkpoint, pictures, curves, the weights. */
    default void written(Path file) {}
}
