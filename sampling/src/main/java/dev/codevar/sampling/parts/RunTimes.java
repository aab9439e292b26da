package dev.codevar.sampling.parts;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.json.Json;
import java.util.List;

/**
 * How long it took to draw parts of a run on several machines: what other runs are planned by.
 *
 * @param format the version of this: 1
 * @param maker what drew, for people
 * @param secondsBefore from the driver's start to the first task's
 * @param secondsOfTasks from there to the last task's end
 * @param secondsAfter from there to the run's end
 * @param executors what each executor did
 */
public record RunTimes(
        int format,
        String maker,
        double secondsBefore,
        double secondsOfTasks,
        double secondsAfter,
        List<Executor> executors) {
    /** The version that this code reads and writes. */
    public static final int FORMAT = 1;

    /**
     * An executor's tasks.
     *
     * @param name which it was, for people
     * @param tasks in the order in which they ended; the first opened the models too
     */
    public record Executor(String name, List<Task> tasks) {
        public Executor {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * How long a task took.
     *
     * @param pictures how many pictures it drew
     * @param seconds from the end of the executor's task before it, so that tasks at work at once share the time; of the first from
     *     when it was given out
     */
    public record Task(int pictures, double seconds) {
        public Task {
            if (pictures < 1 || !(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
                throw new InvalidInputException("a task of " + pictures + " pictures in " + seconds
                        + " s: tasks have at least 1 picture and take 0 s or more");
            }
        }
    }

    public RunTimes {
        executors = List.copyOf(executors);
        if (format != FORMAT) {
            throw new InvalidInputException("format " + format + " of times is not " + FORMAT);
        }
    }

    /** {@return how many pictures all tasks drew} */
    public int pictures() {
        return executors.stream()
                .flatMap(executor -> executor.tasks().stream())
                .mapToInt(Task::pictures)
                .sum();
    }

    /** {@return it as a file holds it} */
    public String json() {
        return Json.file(this);
    }

    /** {@return what such a file holds} */
    public static RunTimes parse(String json, String name) {
        return Json.parse(json, RunTimes.class, name);
    }
}
