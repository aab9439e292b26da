package dev.codevar.queue;

/**
 * How many units of a kind, pictures say, are done at a time, learnt from the batches served: it doubles as long as that makes them faster.
 * A small batch keeps who comes next from waiting; a large one spares time where weights are read from memory again for each.
 */
public final class LearnedBatch {
    private static final int FIRST = 16;
    /** Faster by less is not worth the wait. */
    private static final double PAYS = 1.03;
    /** How much of what is remembered a new batch replaces. */
    private static final double NEW = 0.3;

    private int largest;
    private int settled;
    private int tried;
    private double rateOfSettled;
    private volatile double secondsEach;

    /**
     * @param largest the most, at least 1
     */
    public LearnedBatch(int largest) {
        this.largest = largest;
        settled = Math.min(FIRST, largest);
        tried = settled;
    }

    /** {@return how many pictures the next batch has at most} */
    public int most() {
        return tried;
    }

    /** {@return the seconds that a picture took lately; 0 before the first batch} */
    public double secondsEach() {
        return secondsEach;
    }

    /** A batch of so many pictures took so long, without what was read for it. */
    public void served(int pictures, double seconds) {
        double each = seconds / pictures;
        secondsEach = secondsEach == 0 ? each : secondsEach + NEW * (each - secondsEach);
        if (pictures != tried || settled == largest || seconds <= 0) {
            return;
        }
        double rate = 1 / each;
        if (tried == settled) {
            if (rateOfSettled == 0) {
                rateOfSettled = rate;
                tried = Math.min(largest, 2 * settled);
            }
        } else if (rate > PAYS * rateOfSettled) {
            settled = tried;
            rateOfSettled = rate;
            tried = Math.min(largest, 2 * settled);
        } else {
            tried = settled;
        }
    }

    /** Memory ran out in a batch of so many: from now on there are at most half as many. */
    public void tooMany(int pictures) {
        largest = Math.max(1, Math.min(largest, pictures / 2));
        settled = Math.min(settled, largest);
        tried = settled;
    }
}
