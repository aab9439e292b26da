package dev.codevar.training.loop;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.file.FolderFiles;
import dev.codevar.picture.Picture;
import dev.codevar.training.Task;
import dev.codevar.training.loop.folder.Entry;
import dev.codevar.training.loop.folder.TrainingFolder;
import dev.codevar.training.loop.recipe.Every;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.training.loop.step.LogMeans;
import dev.codevar.training.loop.step.Step;
import dev.codevar.training.loop.step.Stepper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Everything that a training tells and keeps: lines of the log, measures, pictures, checkpoints, and what comes of it. */
final class Reports implements AutoCloseable {
    /** In files' metadata: how many steps were taken. */
    static final String STEP = "step";

    private static final String TALLY = "tally";
    private static final String MAKER = "maker";

    private final TrainingFolder folder;
    private final Task task;
    private final Recipe recipe;
    private final String maker;
    private final Stepper stepper;
    private final TrainingListener listener;
    private final LogMeans tally = new LogMeans();
    private int saved = -1;

    Reports(TrainingFolder folder, Task task, Setup setup, Stepper stepper, TrainingListener listener) {
        this.folder = folder;
        this.task = task;
        this.recipe = setup.recipe();
        this.maker = setup.maker();
        this.stepper = stepper;
        this.listener = listener;
    }

    /**
     * Goes on where the folder's training was broken off, if there was one.
     *
     * @return how many steps were taken before
     */
    int restore() {
        int taken = 0;
        String before = maker;
        try (Checkpoint newest = folder.checkpoints().newest()) {
            if (newest != null) {
                try {
                    taken = Integer.parseInt(newest.metadata().getOrDefault(STEP, ""));
                } catch (NumberFormatException e) {
                    throw new BrokenFileException(newest.describe() + " does not say its step", e);
                }
                stepper.state().restore(taken, newest);
                tally.restore(newest.metadata().getOrDefault(TALLY, ""));
                before = newest.metadata().getOrDefault(MAKER, maker);
                saved = taken;
            }
        }
        folder.goOnFrom(taken);
        if (!before.equals(maker) && taken < stepper.steps()) {
            // Forgotten with that step, if this process does not come to a checkpoint either.
            folder.addMaker(taken + 1, taken / stepper.stepsOfEpoch(), maker);
            listener.otherMaker(before, maker);
        }
        return taken;
    }

    /** After a step that moved the parameters. */
    void stepped(Step step, Pace pace) {
        int taken = step.number() + 1;
        int steps = stepper.steps();
        boolean last = taken == steps;
        Every every = recipe.every();
        tally.add(step.values());
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
            validate(taken, step.epoch());
        }
        if (every.draws(taken) || (last && every.samples() > 0)) {
            draw(taken);
        }
        if (every.saves(taken)) {
            save(taken);
        }
    }

    private void validate(int taken, int epoch) {
        Map<String, Double> values = stepper.averages().inPlace(task::validate);
        if (!values.isEmpty()) {
            folder.add(new Entry(taken, epoch, Entry.VALIDATION, values));
            listener.validated(taken, values);
        }
    }

    private void draw(int taken) {
        List<Picture> pictures = stepper.averages().inPlace(task::samples);
        if (!pictures.isEmpty()) {
            listener.written(folder.writeSamples(taken, pictures));
        }
    }

    /** Writes a checkpoint, unless there is one of this step. */
    void save(int taken) {
        if (saved == taken) {
            return;
        }
        folder.forceLog();
        Map<String, String> metadata = Map.of(STEP, String.valueOf(taken), TALLY, tally.toJson(), MAKER, maker);
        listener.written(folder.checkpoints().write(taken, stepper.state().tensors(), metadata));
        saved = taken;
        folder.drawCurves(taken, stepper.steps()).ifPresent(listener::written);
    }

    /**
     * Keeps what is needed to look into a step that did not move the parameters.
     *
     * @return the line that ends the training
     */
    String stopped(Step step) {
        StoppedStep.write(folder.stopped(), step, stepper.parameters());
        return StoppedStep.message(folder.stopped(), step, stepper.steps());
    }

    /**
     * Writes what came of the training.
     *
     * @param complete what is to be done with the file before it gets its name
     * @return the file
     */
    Path finish(int taken, Consumer<Path> complete) {
        Path weights = folder.weights();
        Path unfinished = FolderFiles.unfinishedBeside(weights);
        try {
            stepper.averages().inPlace(() -> {
                Safetensors.write(unfinished, task.parameters(), Map.of(STEP, String.valueOf(taken)));
                return unfinished;
            });
            complete.accept(unfinished);
            FolderFiles.move(unfinished, weights);
        } finally {
            FolderFiles.delete(unfinished);
        }
        listener.written(weights);
        return weights;
    }

    @Override
    public void close() {
        folder.close();
    }
}
