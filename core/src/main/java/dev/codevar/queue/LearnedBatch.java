package dev.codevar.queue;

/**
 * How many units of a kind, pictures say, are done at a time, learnt from the batches served: it doubles as long as that makes them
 * faster, and tries again from time to time. A small batch keeps who comes next from waiting; a large one spares time where weights are
 * read from memory again for each.
 */
public final class LearnedBatch {
    private static final int FIRST = 16;
    /** Faster by less is not worth the wait. */
    private static final double PAYS = 1.03;
    /** How much of what is remembered a new batch replaces. */
    private static final double NEW = 0.3;
    /** So many full batches later the next size is tried again, and so is what memory did not allow. */
    private static final int AGAIN = 50;

    private final int largest;
    private int limit;
    private int settled;
    private int tried;
    private int since;
    private double rateOfSettled;
    private volatile double secondsEach;

    /**
     * @param largest the most, at least 1
     */
    public LearnedBatch(int largest) {
        this.largest = largest;
        limit = largest;
        settled = Math.min(FIRST, largest);
        tried = settled;
    }

    /** {@return how many the next batch has at most} */
    public int most() {
        return tried;
    }

    /** {@return the seconds that one took lately; 0 before the first batch} */
    public double secondsEach() {
        return secondsEach;
    }

    /** A batch of so many took so long, without what was read for it. */
    public void served(int units, double seconds) {
        double each = seconds / units;
        secondsEach = remembered(secondsEach, each);
        if (units != tried || seconds <= 0) {
            return;
        }
        double rate = 1 / each;
        if (tried > settled && rate <= PAYS * rateOfSettled) {
            tried = settled;
            since = 0;
            return;
        }
        boolean grew = tried > settled || rateOfSettled == 0;
        rateOfSettled = tried > settled ? rate : remembered(rateOfSettled, rate);
        settled = tried;
        since++;
        if (grew || since >= AGAIN) {
            limit = since >= AGAIN ? largest : limit;
            since = 0;
            tried = Math.min(limit, 2 * settled);
        }
    }

    private static double remembered(double before, double now) {
        return before == 0 ? now : before + NEW * (now - before);
    }

    /** Memory ran out in a batch of so many: for a while there are at most half as many. */
    public void tooMany(int units) {
        limit = Math.max(1, Math.min(limit, units / 2));
        if (settled > limit) {
            settled = limit;
            rateOfSettled = 0;
        }
        tried = settled;
        since = 0;
    }
}
