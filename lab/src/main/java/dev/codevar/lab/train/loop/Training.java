package dev.codevar.lab.train.loop;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.fault.CodeVarException;
import dev.codevar.lab.train.Task;
import dev.codevar.picture.Picture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loop that trains. Everything that the next step follows from is in a checkpoint, so that a training that was killed or stopped
 * goes on to the same bits, on as many threads.
 */
public final class Training implements AutoCloseable {
    /** In files' metadata: how many steps were taken. */
    static final String STEP = "step";

    private static final String TALLY = "tally";

    private final Task task;
    private final Recipe recipe;
    private final TrainingListener listener;
    private final TrainingFolder folder;
    private final Stepper stepper;
    private final Tally tally = new Tally();
    private int taken;
    private int saved = -1;
    private volatile boolean stopping;

    private Training(Task task, Recipe recipe, TrainingListener listener, TrainingFolder folder, Stepper stepper) {
        this.task = task;
        this.recipe = recipe;
        this.listener = listener;
        this.folder = folder;
        this.stepper = stepper;
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
        TrainingFolder folder = TrainingFolder.open(path, setup);
        Stepper stepper = null;
        try {
            stepper = new Stepper(task, setup.recipe());
            Training training = new Training(task, setup.recipe(), listener, folder, stepper);
            training.restore();
            return training;
        } catch (RuntimeException e) {
            if (stepper != null) {
                stepper.close();
            }
            folder.close();
            throw e;
        }
    }

    private void restore() {
        try (Checkpoint newest = folder.checkpoints().newest()) {
            if (newest != null) {
                try {
                    taken = Integer.parseInt(newest.metadata().getOrDefault(STEP, ""));
                } catch (NumberFormatException e) {
                    throw new CodeVarException(newest.describe() + " does not say its step", e);
                }
                stepper.restore(taken, newest);
                tally.restore(newest.metadata().getOrDefault(TALLY, ""));
                saved = taken;
            }
        }
        folder.goOnFrom(taken);
    }

    /**
     * Trains to the last step, or until it is stopped.
     *
     * @throws CodeVarException if a loss or gradient is not finite; what is needed to look into it is then in the folder
     */
    public Outcome run() {
        listener.began(taken, stepper.steps());
        Pace pace = new Pace(System::nanoTime, recipe.examplesOfStep());
        while (taken < stepper.steps() && !stopping) {
            Step step = pace.step(() -> stepper.take(taken));
            if (!step.finite()) {
                StoppedStep.write(folder.stopped(), step, stepper.parameters());
                throw new CodeVarException(StoppedStep.message(folder.stopped(), step, stepper.steps()));
            }
            taken++;
            tally.add(step.values());
            report(step, pace);
        }
        if (saved != taken) {
            save();
        }
        return new Outcome(taken, taken == stepper.steps() ? Optional.of(finish()) : Optional.empty());
    }

    /** Ends {@link #run} after the step under way, with a checkpoint. From any thread: one that handles a signal, say. */
    public void stop() {
        stopping = true;
    }

    private void report(Step step, Pace pace) {
        int steps = stepper.steps();
        boolean last = taken == steps;
        Every every = recipe.every();
        listener.stepped(new Progress(
                taken, steps, step.epoch(), step.values(), pace.examplesPerSecond(), pace.secondsFor(steps - taken)));
        if (every.logs(taken) || last) {
            Map<String, Double> means = tally.means();
            tally.clear();
            folder.add(new Entry(taken, step.epoch(), Entry.TRAINING, means));
            folder.addSpeed(taken, pace.examplesPerSecond());
            listener.logged(taken, means);
        }
        if (every.validates(taken, stepper.stepsOfEpoch()) || last) {
            validate(step.epoch());
        }
        if (every.draws(taken) || (last && every.samples() > 0)) {
            draw();
        }
        if (every.saves(taken)) {
            save();
        }
    }

    private void validate(int epoch) {
        Map<String, Double> values = stepper.averages().inPlace(task::validate);
        if (!values.isEmpty()) {
            folder.add(new Entry(taken, epoch, Entry.VALIDATION, values));
            listener.validated(taken, values);
        }
    }

    private void draw() {
        List<Picture> pictures = stepper.averages().inPlace(task::samples);
        if (!pictures.isEmpty()) {
            listener.written(folder.writeSamples(taken, pictures));
        }
    }

    private void save() {
        folder.forceLog();
        Map<String, String> metadata = Map.of(STEP, String.valueOf(taken), TALLY, tally.toJson());
        listener.written(folder.checkpoints().write(taken, stepper.tensors(), metadata));
        saved = taken;
        folder.drawCurves(taken, stepper.steps()).ifPresent(listener::written);
    }

    private Path finish() {
        Path weights = folder.weights();
        stepper.averages().inPlace(() -> {
            Safetensors.write(weights, task.parameters(), Map.of(STEP, String.valueOf(taken)));
            return weights;
        });
        listener.written(weights);
        return weights;
    }

    /** Frees the optimiser and lets others work on the folder; the task stays. */
    @Override
    public void close() {
        stepper.close();
        folder.close();
    }
}
