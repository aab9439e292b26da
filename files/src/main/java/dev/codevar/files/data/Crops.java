package dev.codevar.files.data;

import dev.codevar.tensor.Philox;

/**
 * Where squares are cut out of larger pictures: in the middle, or at random, which follows from seed, round and picture alone.
 *
 * @param random whether anywhere, instead of in the middle
 * @param seed where chance comes from
 * @param round such as an epoch: in another round every picture is cut anew
 */
public record Crops(boolean random, long seed, int round) {
    /** In the middle. */
    public static final Crops CENTRE = new Crops(false, 0, 0);

    /** Third words of the counter, other than those of epochs and sampling runs. */
    private static final int ACROSS = 4;

    private static final int DOWN = 5;

    /** {@return squares from anywhere} */
    public static Crops random(long seed, int round) {
        return new Crops(true, seed, round);
    }

    /**
     * @param picture its number
     * @param room by how much it is wider than the square
     * @return how many columns are left of the square
     */
    int left(int picture, int room) {
        return offset(picture, room, ACROSS);
    }

    /** As {@link #left}, for the rows above it. */
    int top(int picture, int room) {
        return offset(picture, room, DOWN);
    }

    private int offset(int picture, int room, int axis) {
        return random
                ? (int) (Philox.uniform(seed, picture, round, axis) * (room + 1))
                // To the even one of two middles, as the published recipe's library has it.
                : (int) Math.rint(room / 2.0);
    }
}
