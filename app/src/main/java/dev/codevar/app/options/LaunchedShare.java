package dev.codevar.app.options;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.sampling.run.SampleRun;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which share of a run a launcher gave this process, by the environment: that of torchrun, of Slurm's job arrays, of its tasks, or of
 * Kubernetes' indexed jobs, which do not say how many there are.
 */
final class LaunchedShare {
    private static final Pattern WRITTEN = Pattern.compile("auto(?:/(\\d{1,6}))?");

    private final Map<String, String> environment;
    private final @Nullable Integer told;

    private LaunchedShare(Map<String, String> environment, @Nullable Integer told) {
        this.environment = environment;
        this.told = told;
    }

    /** {@return whether {@code text} leaves it to the launcher} */
    static boolean is(String text) {
        return WRITTEN.matcher(text).matches();
    }

    /**
     * {@return the share that the environment says}
     *
     * @param text {@code auto}, or {@code auto/N} where the launcher does not say how many there are
     * @throws InvalidInputException if it says none, or none that is legal
     */
    static Share of(String text, Map<String, String> environment) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInputException("shard '" + text + "' is not legal: use auto, or auto/4 for four shards");
        }
        String count = matcher.group(1);
        LaunchedShare launched = new LaunchedShare(environment, count == null ? null : Integer.valueOf(count));
        // What was started last knows best: torchrun's workers have the variables of the task that it runs in, too.
        return launched.counted("RANK", "WORLD_SIZE")
                .or(launched::ofArray)
                .or(() -> launched.counted("SLURM_PROCID", "SLURM_NTASKS"))
                .or(() -> launched.counted("JOB_COMPLETION_INDEX", "JOB_COMPLETIONS"))
                .orElseThrow(
                        () -> new InvalidInputException("shard auto: no launcher says which share this is; it would by"
                                + " SLURM_ARRAY_TASK_ID, SLURM_PROCID with SLURM_NTASKS, RANK with WORLD_SIZE, or"
                                + " JOB_COMPLETION_INDEX with auto/N"));
    }

    /**
     * An array's numbers may begin anywhere, and be some apart. One that has no such order, or not as many tasks as there are shares, is
     * one of shares that are drawn again: which ones, it does not say.
     */
    private Optional<Share> ofArray() {
        if (!environment.containsKey("SLURM_ARRAY_TASK_ID")) {
            return Optional.empty();
        }
        if (number("SLURM_NTASKS", 1) > 1) {
            throw new InvalidInputException("shard auto: each of Slurm's array has " + number("SLURM_NTASKS", 1)
                    + " tasks, which would all take one share: name it, as --shard 4/8");
        }
        int tasks = number("SLURM_ARRAY_TASK_COUNT", told == null ? 1 : told);
        int count = told == null ? tasks : told;
        int first = number("SLURM_ARRAY_TASK_MIN", 0);
        int last = number("SLURM_ARRAY_TASK_MAX", first + count - 1);
        int own = number("SLURM_ARRAY_TASK_ID", 0);
        int step = count > 1 ? Math.max(1, (last - first) / (count - 1)) : 1;
        if (tasks != count || last - first != step * (count - 1) || (own - first) % step != 0) {
            throw new InvalidInputException("shard auto: Slurm's array of " + tasks + " tasks from " + first + " to "
                    + last + " does not say which share this is: name it, as --shard 4/8");
        }
        return Optional.of(share("SLURM_ARRAY_TASK_ID", (own - first) / step, count));
    }

    /** Counted from 0. */
    private Optional<Share> counted(String index, String count) {
        boolean said = environment.containsKey(index) && (told != null || environment.containsKey(count));
        return said
                ? Optional.of(share(index, number(index, 0), told == null ? number(count, 1) : told))
                : Optional.empty();
    }

    private Share share(String variable, int index, int count) {
        OptionRanges.require("the number of shards", count, 1, SampleRun.LARGEST_SHARDS);
        if (index < 0 || index >= count) {
            throw new InvalidInputException("shard auto: " + variable + " " + environment.get(variable)
                    + " is none of the " + count + " shares");
        }
        return new Share(index + 1, count);
    }

    private int number(String variable, int otherwise) {
        String text = environment.get(variable);
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidInputException("shard auto: " + variable + " '" + text + "' is not a whole number");
        }
    }
}
