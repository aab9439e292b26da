package dev.codevar.sampling.parts;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.sampling.parts.RunTimes.Task;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * How long a run takes on so many machines, one executor each: what comes before and after the tasks, and the tasks, each given to the
 * machine that is free first. A machine's first task opens the models. How long tasks take is drawn from how long tasks took; that
 * machines share a network or a store, which slows them, is not in it.
 *
 * @param secondsPerPicture of tasks that were measured, without opening models
 * @param open seconds in which a machine opens the models
 * @param beside seconds before and after all tasks
 */
public record FleetTime(List<Double> secondsPerPicture, double open, double beside) {
    private static final long SEED = 1;

    public FleetTime {
        secondsPerPicture = List.copyOf(secondsPerPicture);
    }

    /** {@return what these times say; each executor needs a task beside its first} */
    public static FleetTime of(RunTimes times) {
        double[] perPicture = times.executors().stream()
                .flatMap(executor -> executor.tasks().stream().skip(1))
                .mapToDouble(task -> task.seconds() / task.pictures())
                .toArray();
        if (perPicture.length == 0) {
            throw new InvalidInputException(
                    "times of no task but each executor's first, which opens the models: measure a longer run");
        }
        // Of tasks that end together the last has all their time: their mean says what one takes, and no median does.
        double mean = DoubleStream.of(perPicture).average().orElseThrow();
        double open = times.executors().stream()
                .filter(executor -> executor.tasks().size() > 1)
                .map(executor -> executor.tasks().get(0))
                .mapToDouble(first -> Math.max(0, first.seconds() - mean * first.pictures()))
                .average()
                .orElse(0);
        return new FleetTime(
                DoubleStream.of(perPicture).boxed().toList(), open, times.secondsBefore() + times.secondsAfter());
    }

    /**
     * {@return seconds from beginning to end}
     *
     * @param pictures of the whole run
     * @param together pictures of a task
     */
    public double seconds(int machines, int pictures, int together) {
        return beside + ofTasks(machines, pictures, together);
    }

    /** {@return seconds from the first task's start to the last one's end; as {@link #seconds}} */
    public double ofTasks(int machines, int pictures, int together) {
        PriorityQueue<Double> free = new PriorityQueue<>();
        for (int i = 0; i < machines; i++) {
            free.add(open);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double end = 0;
        for (long done = 0; done < pictures; done += together) {
            double perPicture = secondsPerPicture.get(random.nextInt(secondsPerPicture.size()));
            double until = free.remove() + perPicture * Math.min(together, pictures - done);
            free.add(until);
            end = Math.max(end, until);
        }
        return end;
    }

    /** {@return seconds that the tasks of such a run take, on as many machines as it had} */
    public double ofTasks(RunTimes run) {
        return ofTasks(run.executors().size(), run.pictures(), together(run));
    }

    /** {@return how many pictures most tasks have that were measured} */
    public static int together(RunTimes times) {
        return times.executors().stream()
                .flatMap(executor -> executor.tasks().stream())
                .mapToInt(Task::pictures)
                .max()
                .orElseThrow(() -> new InvalidInputException("times of no task"));
    }
}
