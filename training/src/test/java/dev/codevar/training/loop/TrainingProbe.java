package dev.codevar.training.loop;

import dev.codevar.tensor.Libtorch;
import dev.codevar.training.Moment;
import dev.codevar.training.loop.recipe.Every;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.loop.recipe.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;

/** A process of its own that trains: to be killed, or to be asked for its memory. */
final class TrainingProbe {
    static final int STEPS = 240;
    /** With every checkpoint the curves are drawn, which takes longer than the steps. */
    static final int SAVED_EVERY = 40;

    static final Setup SETUP =
            Recipes.setup(Recipes.with(Recipes.with(Recipes.FULL, STEPS, 6, 2), new Every(3, 0, 70, SAVED_EVERY), 2));

    /** Parameters of 1 MiB. */
    private static final int NUMBERS = 1 << 18;
    /** Behind the first checkpoint, whose curves have Java's drawing loaded. */
    private static final int WARM = 110;

    static final int WATCHED_STEPS = 200;
    private static final int LAST = WARM + WATCHED_STEPS;
    private static final long PAUSE_MS = 5;

    private TrainingProbe() {}

    /** Trains in {@code folder} alone; or, with more words, prints what KiB are resident after a few and after all steps. */
    public static void main(String... folder) throws IOException {
        Libtorch.useThreads(1);
        Path path = Path.of(folder[0]);
        if (folder.length == 1) {
            trainUnhurried(path);
            return;
        }
        Recipe recipe = Recipes.with(Recipes.with(Recipes.BARE, LAST, 1, 2), 1, 0.9);
        Recipe eventful = Recipes.with(recipe, new Every(10, 20, 0, 100), 1);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() == WARM || progress.step() == LAST) {
                    System.out.println(residentKib());
                }
            }
        };
        try (PointerScope making = new PointerScope();
                SlopeTask task = new SlopeTask(step -> 1, NUMBERS);
                Training training = Training.open(path, Recipes.setup(eventful), task, listener)) {
            training.run();
        }
    }

    /** Takes its time, so that fast machines do not finish before they are killed. */
    private static void trainUnhurried(Path path) {
        try (PointerScope making = new PointerScope();
                RegressionTask task = unhurried();
                Training training = Training.open(path, SETUP, task, TrainingListener.NONE)) {
            training.run();
        }
    }

    /** {@return the task of {@link ResumeTest#train}, with a pause after every step} */
    static RegressionTask unhurried() {
        return new RegressionTask(true) {
            @Override
            public void stepped(Moment moment) {
                super.stepped(moment);
                pause();
            }
        };
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long residentKib() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
