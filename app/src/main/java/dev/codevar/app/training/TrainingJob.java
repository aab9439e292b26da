package dev.codevar.app.training;

import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.app.terminal.Unreadable;
import dev.codevar.training.loop.Outcome;
import dev.codevar.training.loop.Progress;
import dev.codevar.training.loop.Training;
import dev.codevar.training.run.RunListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a training for a person who watches, and stops it well where it is interrupted. */
final class TrainingJob implements RunListener {
    private final Terminal terminal;
    private final boolean json;
    private final Runnable begun;
    private final Bars pictures;
    private final Bars steps;
    private final Unreadable unreadable;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<String, Double> validation = new LinkedHashMap<>();
    private boolean told;
    private @Nullable Double accuracy;
    private Optional<Path> reference = Optional.empty();

    private TrainingJob(Terminal terminal, boolean json, Runnable begun, Bars pictures, Bars steps) {
        this.terminal = terminal;
        this.json = json;
        this.begun = begun;
        this.pictures = pictures;
        this.steps = steps;
        this.unreadable = new Unreadable(terminal, pictures);
    }

    /**
     * Runs it to its end, or until the process is told to stop: then it ends with a checkpoint, to go on from.
     *
     * @param begun what to do once everything that was asked is legal, and the work begins
     */
    static void run(Terminal terminal, boolean json, Runnable begun, Function<RunListener, Outcome> training) {
        try (Bars pictures = Bars.withSpeed(terminal, " pictures");
                Bars steps = Bars.withSpeed(terminal, " steps")) {
            TrainingJob job = new TrainingJob(terminal, json, begun, pictures, steps);
            try {
                Outcome outcome = training.apply(job);
                steps.close();
                pictures.close();
                TrainingReport.of(outcome, job.unreadable.count(), job.validation, job.accuracy, job.reference)
                        .print(terminal.out(), json);
            } finally {
                job.ended.countDown();
            }
        }
    }

    @Override
    public void encoded(int done, int total) {
        begin();
        pictures.at("tokens", done, OptionalLong.of(total));
    }

    @Override
    public void waiting(Path file) {
        begin();
        pictures.close();
        terminal.err().println("codevar: another process finds the same tokens: waiting for " + file);
    }

    private void begin() {
        if (!told) {
            told = true;
            begun.run();
        }
    }

    @Override
    public void unreadable(String why) {
        steps.close();
        unreadable.accept(why);
    }

    @Override
    public void tried(int done, int total) {
        steps.close();
        pictures.at("features", done, OptionalLong.of(total));
    }

    @Override
    public void recognised(double share, Optional<Path> features) {
        accuracy = share;
        reference = features;
    }

    @Override
    public void otherMaker(String before, String now) {
        pictures.close();
        if (!json) {
            terminal.out()
                    .println("note: trained in parts by " + before + ", then by " + now
                            + ": by one of them alone, weights may come out otherwise");
        }
    }

    @Override
    public void opened(Training training) {
        pictures.close();
        begin();
        Thread stopping = new Thread(() -> {
            training.stop();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(stopping);
    }

    @Override
    public void stepped(Progress progress) {
        steps.at("training", progress.step(), OptionalLong.of(progress.steps()));
    }

    @Override
    public void validated(int step, Map<String, Double> values) {
        validation.clear();
        validation.putAll(values);
        steps.close();
        if (!json) {
            terminal.out().println("step " + step + ": " + shown(values));
        }
    }

    /** What is about all scales; the rest is in the log. */
    private static String shown(Map<String, Double> values) {
        return values.entrySet().stream()
                .filter(value -> !value.getKey().startsWith("scale "))
                .map(value -> String.format(Locale.ROOT, "%s %.4g", value.getKey(), value.getValue()))
                .collect(Collectors.joining(", "));
    }
}
