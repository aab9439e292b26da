package dev.codevar.picture.webp.lossy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/** The numbers that RFC 6386 gives for VP8, from {@code vp8.txt}, in which each has its section. */
final class LossyTables {
    /** Kinds of blocks x bands x neighbours x decisions. */
    private static final int COEFFICIENTS = 4 * 8 * 3 * 11;

    private static final int MODES = 10 * 10 * 9;
    private static final int STEPS = 128;
    private static final int[] ALL = read();

    private static final int[] MODE_PROBABILITIES = part(2 * COEFFICIENTS, MODES);

    /** The probabilities that a coefficient's probability is given anew. */
    static final int[] UPDATES = part(COEFFICIENTS, COEFFICIENTS);

    /** The step by a quantizer's number, 0 to 127, of a block's first coefficient. */
    static final int[] FIRST_STEPS = part(2 * COEFFICIENTS + MODES, STEPS);

    /** The same for the others. */
    static final int[] STEPS_OF_OTHERS = part(2 * COEFFICIENTS + MODES + STEPS, STEPS);

    private LossyTables() {}

    /** {@return the probabilities that a frame begins with, by kind of block, band, neighbours and decision} */
    static int[] coefficientProbabilities() {
        return part(0, COEFFICIENTS);
    }

    /** {@return the probability of a decision about a small block's mode, given those of the blocks above and left} */
    static int modeProbability(int above, int left, int decision) {
        return MODE_PROBABILITIES[(above * 10 + left) * 9 + decision];
    }

    private static int[] part(int from, int length) {
        return Arrays.copyOfRange(ALL, from, from + length);
    }

    private static int[] read() {
        try (InputStream file = Objects.requireNonNull(LossyTables.class.getResourceAsStream("vp8.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
