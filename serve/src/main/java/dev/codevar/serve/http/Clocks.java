package dev.codevar.serve.http;

import java.time.Duration;

/**
 * What a server does again and again.
 *
 * @param keeping keeps lines from being cut that are silent: proxies wait for a minute
 * @param looking looks where a queue moves, and for clients that have left
 */
public record Clocks(Ticker keeping, Ticker looking) implements AutoCloseable {

    /** {@return both, running} */
    public static Clocks start() {
        return new Clocks(new Ticker(Duration.ofSeconds(10)), new Ticker(Duration.ofMillis(500)));
    }

    @Override
    public void close() {
        keeping.close();
        looking.close();
    }
}
