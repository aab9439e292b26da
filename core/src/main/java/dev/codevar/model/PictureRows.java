package dev.codevar.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which rows a model computes for the pictures of a batch, and the only place that knows their order: one of its own class for each
 * picture, in the pictures' order, then one of "no class" for each guided picture, in the same order.
 */
public final class PictureRows {
    private final int[] labels;
    /** Per row of "no class" the picture that it belongs to, ascending. */
    private final int[] guided;

    private PictureRows(int[] labels, int[] guided) {
        this.labels = labels;
        this.guided = guided;
    }

    /**
     * {@return the rows of some pictures}
     *
     * @param labels per picture its class
     * @param guided per picture whether it is guided, which takes a row of "no class" beside its own
     */
    public static PictureRows of(int[] labels, boolean[] guided) {
        if (labels.length != guided.length) {
            throw new IllegalArgumentException(labels.length + " classes for " + guided.length + " pictures");
        }
        return new PictureRows(
                labels.clone(),
                IntStream.range(0, guided.length).filter(i -> guided[i]).toArray());
    }

    /** {@return the rows of pictures of these classes, none of them guided} */
    public static PictureRows ofClasses(int... labels) {
        return of(labels, new boolean[labels.length]);
    }

    /**
     * {@return the rows of some of the pictures}
     *
     * @param pictures which, ascending
     */
    public PictureRows keep(int[] pictures) {
        boolean[] isGuided = new boolean[labels.length];
        Arrays.stream(guided).forEach(picture -> isGuided[picture] = true);
        int[] keptLabels = new int[pictures.length];
        boolean[] keptGuided = new boolean[pictures.length];
        for (int i = 0; i < pictures.length; i++) {
            keptLabels[i] = labels[pictures[i]];
            keptGuided[i] = isGuided[pictures[i]];
        }
        return of(keptLabels, keptGuided);
    }

    /**
     * {@return where the rows of some of the pictures stand among these, in the order that they have in {@link #keep}}
     *
     * @param pictures which, ascending
     */
    public int[] rowsOf(int[] pictures) {
        IntStream withoutClass = IntStream.range(0, guided.length)
                .filter(i -> Arrays.binarySearch(pictures, guided[i]) >= 0)
                .map(i -> labels.length + i);
        return IntStream.concat(Arrays.stream(pictures), withoutClass).toArray();
    }

    /** {@return R, how many rows are computed together} */
    public int count() {
        return labels.length + guided.length;
    }

    /** {@return per row its class, {@code noClass} for those without} */
    int[] classes(int noClass) {
        int[] classes = Arrays.copyOf(labels, count());
        Arrays.fill(classes, labels.length, classes.length, noClass);
        return classes;
    }

    /** {@return per row the picture that it belongs to} */
    long[] pictureOfRow() {
        return IntStream.concat(IntStream.range(0, labels.length), Arrays.stream(guided))
                .asLongStream()
                .toArray();
    }

    /** {@return whether rows and pictures are the same} */
    boolean onePerPicture() {
        return guided.length == 0;
    }

    /**
     * {@return which of the pictures {@code first} to {@code first + count} are guided, counted from {@code first}, ascending: their
     * rows of "no class" lie one behind the other from {@link #firstWithoutClass} on}
     */
    public int[] guided(int first, int count) {
        return Arrays.stream(guided)
                .filter(picture -> picture >= first && picture < first + count)
                .map(picture -> picture - first)
                .toArray();
    }

    /** {@return the row of "no class" of the first guided picture from {@code first} on} */
    public int firstWithoutClass(int first) {
        return labels.length
                + (int) Arrays.stream(guided).filter(picture -> picture < first).count();
    }
}
