package dev.codevar.sampling.run;

import dev.codevar.decode.token.Sampling;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.journal.Blocks;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the bytes of a run follow from, and which share of it this is. It is kept with the pictures.
 *
 * @param format the version of the layout of a run's folder: 1
 * @param version of the program that began it
 * @param kernels which kernels computed when it was begun
 * @param model the model set's name, or the whole path of its folder
 * @param fingerprint of the weights and shapes that the plan uses
 * @param plan the plan written out
 * @param device the kinds of device that compute
 * @param precision how finely
 * @param threads how many threads computed when it was begun; where EXACTNESS promises it, pictures do not depend on it
 * @param cfg guidance
 * @param temperature for all scales, or for each
 * @param topK for all scales, or for each
 * @param topP the probability that stays in play
 * @param classes the classes
 * @param perClass how many pictures of each
 * @param seed where everything random of the run comes from
 * @param block how many pictures are drawn at once
 * @param side the pictures' side in pixels
 * @param npzOnly whether there are no PNG files
 * @param streamed what is kept instead of pictures, or null where pictures are kept
 * @param shard which share of the run this is, from 1
 * @param shards how many shares there are
 */
public record SampleRun(
        int format,
        String version,
        String kernels,
        String model,
        String fingerprint,
        String plan,
        String device,
        String precision,
        int threads,
        double cfg,
        List<Double> temperature,
        List<Integer> topK,
        double topP,
        List<Integer> classes,
        int perClass,
        long seed,
        int block,
        int side,
        boolean npzOnly,
        @Nullable Streamed streamed,
        int shard,
        int shards) {
    /** The version of the layout that this code reads and writes. */
    public static final int FORMAT = 1;
    /** The most pictures of a run. */
    public static final int LARGEST_TOTAL = 10_000_000;
    /** The most shards of a run. */
    public static final int LARGEST_SHARDS = 100_000;

    private static final int LARGEST_SIDE = 1 << 14;
    private static final int LARGEST_BLOCK = 4096;

    public SampleRun {
        temperature = List.copyOf(temperature);
        topK = List.copyOf(topK);
        classes = List.copyOf(classes);
        requireBetween("format", format, FORMAT, FORMAT);
        requireBetween("classes", classes.size(), 1, LARGEST_TOTAL);
        if (new HashSet<>(classes).size() != classes.size()) {
            throw new InvalidInputException("a class is named twice: --per-class says how many pictures of each");
        }
        requireBetween("per-class", perClass, 1, LARGEST_TOTAL / classes.size());
        requireBetween("batch", block, 1, LARGEST_BLOCK);
        requireBetween("side", side, 1, LARGEST_SIDE);
        requireBetween("shards", shards, 1, LARGEST_SHARDS);
        requireBetween("shard", shard, 1, shards);
    }

    private static void requireBetween(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException(what + " " + value + " is not between " + least + " and " + most);
        }
    }

    /** {@return how many pictures the whole run has} */
    public int total() {
        return classes.size() * perClass;
    }

    /** {@return what began it} */
    public Maker maker() {
        return new Maker(version, kernels);
    }

    /** {@return how tokens are chosen} */
    public Sampling sampling() {
        return new Sampling(cfg, temperature, topK, topP);
    }

    /** {@return which picture stands where} */
    public SampleOrder order() {
        return new SampleOrder(seed, classes, perClass);
    }

    /** {@return the class of every picture, by its position} */
    public int[] labels() {
        SampleOrder order = order();
        return IntStream.range(0, total())
                .map(position -> order.at(position).label())
                .toArray();
    }

    /** {@return the run that this is a share of} */
    public SampleRun whole() {
        return with(block, 1, 1);
    }

    /** {@return the same, drawn so many pictures at once} */
    public SampleRun withBlock(int pictures) {
        return with(pictures, shard, shards);
    }

    private SampleRun with(int pictures, int share, int of) {
        return new SampleRun(
                format,
                version,
                kernels,
                model,
                fingerprint,
                plan,
                device,
                precision,
                threads,
                cfg,
                temperature,
                topK,
                topP,
                classes,
                perClass,
                seed,
                pictures,
                side,
                npzOnly,
                streamed,
                share,
                of);
    }

    /** {@return the bytes that are kept of a picture} */
    public int recordBytes() {
        return streamed == null ? 3 * side * side : streamed.layout().numbers() * Float.BYTES;
    }

    /** {@return whether every picture has a PNG file} */
    public boolean keepsPngs() {
        return !npzOnly && streamed == null;
    }

    /** {@return whether an array file of all pictures comes out} */
    public boolean makesNpz() {
        return shards == 1 && streamed == null;
    }

    public Blocks blocks() {
        return new Blocks(total(), block, shard, shards);
    }

    /** {@return what differs first, as "cfg 1.5, not 2.0" with this run's value first; a model's name and the maker may differ} */
    public Optional<String> firstDifference(SampleRun other) {
        return RunContent.of(this).firstDifference(RunContent.of(other));
    }

    /** {@return the same for runs of one sweep, whose plans and weights differ} */
    public Optional<String> firstDifferenceButForThePlan(SampleRun other) {
        return RunContent.of(this).withoutPlan().firstDifference(RunContent.of(other));
    }

    /**
     * {@return a short name that follows from everything that the pictures follow from, but for how many are drawn at once and for
     * what draws them: another may go on with a run}
     */
    public String contentName() {
        return RunContent.of(this).name();
    }
}
