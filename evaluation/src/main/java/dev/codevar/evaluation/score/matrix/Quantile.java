package dev.codevar.evaluation.score.matrix;

/** Quantiles of numbers, the usual ones: linear between neighbours, as numpy's. */
public final class Quantile {
    private Quantile() {}

    /**
     * @param ascending one or more numbers in ascending order
     * @param share from 0, for the least, to 1, for the greatest
     * @return what so many of the numbers are at most
     */
    public static double of(double[] ascending, double share) {
        double place = share * (ascending.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
    }
}
