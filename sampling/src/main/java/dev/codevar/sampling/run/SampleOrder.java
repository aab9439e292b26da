package dev.codevar.sampling.run;

import dev.codevar.tensor.Philox;
import java.util.List;

/**
 * Which picture stands where, and where its randomness comes from: both follow from the run's seed alone, whoever computes them
 * and however a run is split.
 */
public final class SampleOrder {
    /** Third word of the counter, so that seeds and shuffle never use the same number. */
    private static final int SEEDS = 1;

    private static final int SHUFFLE = 2;

    private final long seed;
    private final List<Integer> classes;
    private final int perClass;
    /** At each position, class times {@code perClass} plus index, in the order before shuffling. */
    private final int[] shuffled;

    /**
     * A picture of a run.
     *
     * @param label its class
     * @param index the how manieth of its class, from 0
     * @param seed where its randomness comes from
     */
    public record Entry(int label, int index, long seed) {}

    /**
     * @param seed the run's seed
     * @param classes the classes
     * @param perClass how many pictures of each
     */
    public SampleOrder(long seed, List<Integer> classes, int perClass) {
        this.seed = seed;
        this.classes = List.copyOf(classes);
        this.perClass = perClass;
        this.shuffled = Philox.shuffled(seed, Math.multiplyExact(classes.size(), perClass), 0, SHUFFLE);
    }

    /** {@return the seed of picture {@code index} of class {@code label}} */
    public static long pictureSeed(long runSeed, int label, int index) {
        return Philox.bits(runSeed, label, index, SEEDS, 0);
    }

    /** {@return all of it as CSV with a header: position, class, index, seed} */
    public String table() {
        StringBuilder table = new StringBuilder("position,class,index,seed\n");
        for (int position = 0; position < size(); position++) {
            Entry entry = at(position);
            table.append(position).append(',').append(entry.label()).append(',');
            table.append(entry.index()).append(',').append(entry.seed()).append('\n');
        }
        return table.toString();
    }

    /** {@return how many pictures there are} */
    public int size() {
        return shuffled.length;
    }

    /** {@return the picture at {@code position}, from 0} */
    public Entry at(int position) {
        int place = shuffled[position];
        int label = classes.get(place / perClass);
        int index = place % perClass;
        return new Entry(label, index, pictureSeed(seed, label, index));
    }
}
