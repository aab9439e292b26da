package dev.codevar.zoo;

import java.time.Duration;

/**
 * How long a fetch waits and how often it tries again.
 *
 * @param stall the longest time without a byte
 * @param retries how often a broken connection is taken up again
 * @param pause between two tries
 */
record Patience(Duration stall, int retries, Duration pause) {
    static final Duration CONNECT = Duration.ofSeconds(20);
    static final Patience USUAL = new Patience(Duration.ofSeconds(60), 3, Duration.ofSeconds(2));
}
