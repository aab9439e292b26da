package dev.codevar.lab.train.loop;

import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;

/** A process of its own that trains: to be killed, or to be asked for its memory. */
final class TrainingProbe {
    /** Thirty checkpoints. */
    static final Setup SETUP =
            Recipes.setup(Recipes.with(Recipes.with(Recipes.FULL, 600, 6, 2), new Every(3, 0, 70, 20), 2));

    private static final int NUMBERS = 1 << 18;
    private static final int WARM = 50;
    private static final int STEPS = 400;

    private TrainingProbe() {}

    /** Trains in {@code folder} alone; or, with more words, prints what KiB are resident after a few and after all steps. */
    public static void main(String... folder) throws IOException {
        Libtorch.useThreads(1);
        Path path = Path.of(folder[0]);
        if (folder.length == 1) {
            ResumeTest.train(path, SETUP, -1);
            return;
        }
        Recipe recipe = Recipes.with(Recipes.with(Recipes.BARE, STEPS, 1, 2), 1, 0.9);
        Recipe eventful = Recipes.with(recipe, new Every(10, 20, 0, 100), 1);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() == WARM || progress.step() == STEPS) {
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
