package dev.codevar.training.loop;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.training.Task;
import dev.codevar.training.loop.folder.BegunFolder;
import dev.codevar.training.loop.folder.TrainingFolder;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.loop.recipe.Settings;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.training.loop.step.Step;
import dev.codevar.training.loop.step.Stepper;
import dev.codevar.training.parallel.Next;
import dev.codevar.training.parallel.Peers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The loop that trains. Everything that the next step follows from is in a checkpoint, so that a training that was killed or stopped
 * goes on to the same bits, on as many threads. Of processes that train together the first alone reads, writes and tells.
 */
public final class Training implements AutoCloseable {
    private final Recipe recipe;
    private final Peers peers;
    private final TrainingListener listener;
    private final Stepper stepper;
    private final Optional<Reports> reports;
    private int taken;
    private volatile boolean stopping;

    private Training(
            Recipe recipe, Peers peers, TrainingListener listener, Stepper stepper, Optional<Reports> reports) {
        this.recipe = recipe;
        this.peers = peers;
        this.listener = listener;
        this.stepper = stepper;
        this.reports = reports;
    }

    /**
     * {@return whether a training was begun in a folder} For whoever has much to do before it opens one.
     *
     * @throws InvalidInputException if something else is there, so that none can begin
     */
    public static boolean begun(Path folder) {
        return BegunFolder.begun(folder);
    }

    /** {@return a setting of the training that was begun in a folder; nothing where none was, or that is no setting of it} */
    public static Optional<String> setting(Path folder, String name) {
        return BegunFolder.setting(folder, name);
    }

    /**
     * Fails if {@link #open} would, for what is in the folder. For whoever has much to do before it opens one.
     *
     * @throws InvalidInputException if something else is there, or a training that was begun otherwise
     * @throws BrokenFileException if what the training would go on from is not there
     */
    public static void requireSuitable(Path folder, Setup setup) {
        BegunFolder.requireSuitable(folder, Settings.of(setup));
    }

    /**
     * Begins a training, or goes on where the folder's was broken off.
     *
     * @param path a new or empty folder, or one that this training was begun in
     * @param setup what it is begun with; the same again to go on
     * @param task what is trained, as it is before the first step; stays the caller's
     * @param listener is told of everything
     */
    public static Training open(Path path, Setup setup, Task task, TrainingListener listener) {
        return open(path, setup, task, listener, Peers.alone());
    }

    /**
     * As the other, together with other processes.
     *
     * @param listener is told of everything in the first process, and of nothing in the others
     * @param peers all of them; stay the caller's
     */
    public static Training open(Path path, Setup setup, Task task, TrainingListener listener, Peers peers) {
        // From the examples follows how many steps there are.
        Agreement.requireSame(peers, Settings.of(setup).with("examples", task.examples()));
        Stepper stepper = new Stepper(task, setup.recipe(), peers);
        Optional<Reports> reports = Optional.empty();
        try {
            if (peers.first()) {
                TrainingFolder folder = TrainingFolder.open(path, setup);
                reports = Optional.of(new Reports(folder, task, setup, stepper, listener));
            }
            Training training = new Training(setup.recipe(), peers, listener, stepper, reports);
            training.restore();
            return training;
        } catch (RuntimeException e) {
            stepper.close();
            reports.ifPresent(Reports::close);
            throw e;
        }
    }

    private void restore() {
        taken = stepper.followFirst(reports.map(Reports::restore).orElse(0));
    }

    /** As the other, with weights that are complete as they are. */
    public Outcome run() {
        return run(weights -> {});
    }

    /**
     * Trains to the last step, or until it is stopped.
     *
     * @param complete what is still to be done with the file of weights, in the first process, before it gets its name and the others go
     *     on to something else, which may read it
     * @throws CodeVarException if a loss or gradient is not finite; what is needed to look into it is then in the folder
     */
    public Outcome run(Consumer<Path> complete) {
        reports.ifPresent(first -> listener.began(taken, stepper.steps()));
        Pace pace = new Pace(System::nanoTime, recipe.examplesOfStep());
        while (taken < stepper.steps()) {
            Next next = peers.next(stopping, recipe.every().saves(taken + 1));
            if (next.stop()) {
                break;
            }
            Step step = pace.step(() -> stepper.take(taken));
            if (!step.finite()) {
                String why = reports.map(first -> first.stopped(step)).orElse("the first process says why it ends");
                peers.end();
                throw new CodeVarException(why);
            }
            taken++;
            if (next.save()) {
                Agreement.requireSame(peers, stepper.parameters().values(), taken);
            }
            reports.ifPresent(first -> first.stepped(step, pace));
        }
        reports.ifPresent(first -> first.save(taken));
        Outcome outcome = new Outcome(
                taken,
                taken == stepper.steps() ? reports.map(first -> first.finish(taken, complete)) : Optional.empty());
        peers.end();
        return outcome;
    }

    /** Ends {@link #run} after the step under way, with a checkpoint, and in all processes. From any thread: one that handles a signal, say. */
    public void stop() {
        stopping = true;
    }

    /** Frees the optimiser and lets others work on the folder; the task stays. */
    @Override
    public void close() {
        stepper.close();
        reports.ifPresent(Reports::close);
    }
}
