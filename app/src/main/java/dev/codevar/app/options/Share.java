package dev.codevar.app.options;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import dev.codevar.sampling.run.SampleRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a run is drawn.
 *
 * @param shard which, from 1
 * @param shards how many there are
 */
public record Share(int shard, int shards) {
    /** All of it. */
    static final Share WHOLE = new Share(1, 1);

    private static final Pattern FOLDER = Pattern.compile("(\\d{1,6})-of-(\\d{1,6})");
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /** {@return the share written as 2/4, or the one that a launcher says in the environment: auto, auto/4} */
    public static Share parse(String text) {
        return parse(text, System.getenv());
    }

    static Share parse(String text, Map<String, String> environment) {
        if (LaunchedShare.is(text)) {
            return LaunchedShare.of(text, environment);
        }
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInputException(
                    "shard '" + text + "' is not legal: use 1/4 to 4/4 for four shards, or auto");
        }
        int shards = Integer.parseInt(matcher.group(2));
        int own = Integer.parseInt(matcher.group(1));
        OptionRanges.require("the number of shards", shards, 1, SampleRun.LARGEST_SHARDS);
        OptionRanges.require("shard", own, 1, shards);
        return new Share(own, shards);
    }

    /**
     * {@return the folder of this share of a run}
     *
     * @param text how the share was written: where a launcher says it, all processes have one command line, and so one {@code out}
     * @throws InvalidInputException if a launcher says so, and {@code out} has shares of another number: one that is launched alone again
     *     would draw the whole run
     */
    public Path folder(Path out, String text) {
        if (!LaunchedShare.is(text)) {
            return out;
        }
        if (Files.isDirectory(out)) {
            for (Path folder : FolderFiles.list(out)) {
                Matcher other = FOLDER.matcher(String.valueOf(folder.getFileName()));
                if (other.matches() && Integer.parseInt(other.group(2)) != shards) {
                    throw new InvalidInputException("shard auto: the launcher says " + shard + "/" + shards + ", and "
                            + out
                            + " holds " + folder.getFileName() + ": to draw a share again, name it, as --shard "
                            + other.group(1) + "/" + other.group(2) + " --out " + folder);
                }
            }
        }
        return out.resolve(shard + "-of-" + shards);
    }

    static Share of(SampleRun run) {
        return new Share(run.shard(), run.shards());
    }
}
