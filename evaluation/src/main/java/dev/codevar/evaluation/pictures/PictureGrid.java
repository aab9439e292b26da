package dev.codevar.evaluation.pictures;

import dev.codevar.picture.Picture;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Pictures of a set to look at, eight in a row.
 *
 * @param title what they are
 * @param count how many the set has
 * @param entries those shown
 */
public record PictureGrid(String title, int count, List<Entry> entries) {
    static final int COLUMNS = 8;
    private static final int SHOWN = COLUMNS * COLUMNS;

    /**
     * A picture of a set.
     *
     * @param position where it stands, from 0
     */
    public record Entry(int position, Picture picture) {}

    public PictureGrid {
        entries = List.copyOf(entries);
    }

    /**
     * Takes 64 pictures at even distances, or all if there are fewer.
     *
     * @param title what they are
     * @param count how many the set has
     * @param at gives the picture of a position, and is asked in ascending order
     */
    public static PictureGrid of(String title, int count, IntFunction<Picture> at) {
        int shown = Math.min(SHOWN, count);
        List<Entry> entries = IntStream.range(0, shown)
                .map(i -> (int) ((long) i * count / shown))
                .mapToObj(position -> new Entry(position, at.apply(position)))
                .toList();
        return new PictureGrid(title, count, entries);
    }
}
