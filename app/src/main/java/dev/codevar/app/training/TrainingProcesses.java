package dev.codevar.app.training;

import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.options.PlaceOptions;
import dev.codevar.app.program.SameCommand;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.process.ParentProcess;
import dev.codevar.tensor.Libtorch;
import dev.codevar.training.parallel.Meeting;
import dev.codevar.training.parallel.Peers;
import dev.codevar.training.parallel.Processes;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where the steps of a training are computed: in this process, in others that it starts, or in this one of several that somebody
 * else started.
 *
 * @param terminal where lines go
 * @param command what this process was started with, and others are
 * @param processes how many were asked for
 * @param threads how many threads each has, or null for its share of the cores
 */
record TrainingProcesses(
        Terminal terminal,
        CommandSpec command,
        int processes,
        @Nullable Integer threads) {
    private static final int MOST = 64;

    TrainingProcesses {
        OptionRanges.require("processes", processes, 1, MOST);
    }

    /**
     * Trains.
     *
     * @param batch how many examples a step has, which the processes share
     * @param training trains in this process, with those of the others
     * @return the exit code
     */
    int run(int batch, Consumer<Peers> training) {
        Map<String, String> environment = System.getenv();
        Optional<Meeting> meeting = Meeting.of(environment);
        int count = meeting.map(Meeting::count).orElse(processes);
        if (processes != 1 && processes != count) {
            throw new InvalidInputException(
                    "processes " + processes + ", but the environment's WORLD_SIZE is " + count + ": name one of them");
        }
        Peers.share(batch, count);
        if (meeting.isEmpty() && count > 1) {
            return Processes.run(
                    count,
                    SameCommand.of(command),
                    terminal.out()::println,
                    line -> terminal.err().println("codevar: " + line));
        }
        ParentProcess.endWith(environment);
        useThreads(Meeting.onThisMachine(environment));
        try (Peers peers = meeting.map(all -> all.join(this::end)).orElseGet(Peers::alone)) {
            return peers.tellingWhy(() -> {
                training.accept(peers);
                return 0;
            });
        }
    }

    /** Ends the process at once: what it computes is of no more use, and would hold up its end. */
    private void end(String why) {
        terminal.err().println("codevar: " + why);
        Runtime.getRuntime().halt(1);
    }

    /** Processes on one machine share its cores. */
    private void useThreads(int processesHere) {
        if (threads == null && processesHere > 1 && !System.getenv().containsKey("OMP_NUM_THREADS")) {
            Libtorch.useThreads(Math.max(1, Libtorch.threads() / processesHere));
        } else {
            PlaceOptions.useThreads(threads);
        }
    }
}
