package dev.codevar.training.parallel;

import java.time.Duration;

/**
 * How long processes wait for each other. Whoever shows signs of life is waited for without limit.
 *
 * @param gathering until all have come: they load libtorch, perhaps on a busy machine
 * @param silence without a sign of life, after which a process counts as dead
 * @param grace how long a process that computes goes on when another has ended, before it is ended itself
 */
record Limits(Duration gathering, Duration silence, Duration grace) {
    static final Limits USUAL = new Limits(Duration.ofMinutes(10), Duration.ofSeconds(40), Duration.ofSeconds(10));

    /** How many signs of life may be lost. */
    private static final int BEATS = 20;

    /** {@return how often a process shows that it lives} */
    Duration beat() {
        return silence.dividedBy(BEATS);
    }

    /** {@return how long numbers may be under way, once all have said that they want to move them: who is silent is known by then} */
    Duration moving() {
        return silence.multipliedBy(5).dividedBy(4);
    }
}
