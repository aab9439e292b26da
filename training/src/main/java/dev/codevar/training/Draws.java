package dev.codevar.training;

import dev.codevar.tensor.Philox;
import java.nio.charset.StandardCharsets;

/**
 * Random numbers that belong to a name, each by its place: whoever asks, and in whatever order, gets the same.
 *
 * @param seed the seed of all
 * @param name what they are for, hashed (FNV-1a, 64 bits)
 */
public record Draws(long seed, long name) {

    /**
     * @param seed the seed of all
     * @param name what they are for, such as a parameter's name
     */
    public static Draws of(long seed, String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return new Draws(seed, hash);
    }

    /** {@return uniform number {@code place}, from 0 to below 1} */
    public double uniform(int place) {
        return (bits(place, 0) >>> 11) * 0x1.0p-53;
    }

    /** {@return number {@code place} of a normal distribution of mean 0 and variance 1, by Box and Muller's first formula} */
    public double normal(int place) {
        // From above 0 to 1: 0 has no logarithm.
        double radius = ((bits(place, 0) >>> 11) + 1) * 0x1.0p-53;
        double turn = (bits(place, 1) >>> 11) * 0x1.0p-53;
        // Strict, so that every machine gets the same bits.
        return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * turn);
    }

    private long bits(int place, int which) {
        return Philox.bits(seed, place, (int) name, (int) (name >>> 32), which);
    }
}
