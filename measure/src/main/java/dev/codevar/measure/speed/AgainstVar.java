package dev.codevar.measure.speed;

import dev.codevar.measure.speed.ceiling.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A run beside that of VAR, the drafter alone, for the same batch in the same precision on the same device.
 *
 * @param speedUp VAR's seconds in the transformers divided by this run's, or null where VAR was not run
 * @param memoryShare this run's peak memory divided by VAR's, or null where either is unknown
 */
public record AgainstVar(@Nullable Double speedUp, @Nullable Double memoryShare) {

    /** Compared with nothing. */
    public static final AgainstVar NONE = new AgainstVar(null, null);

    public AgainstVar {
        Checks.notNegative("speed-up", speedUp);
        Checks.notNegative("share of memory", memoryShare);
    }

    static AgainstVar of(BenchRun run, BenchRun var) {
        Long own = run.memory().peakRssBytes();
        Long of = var.memory().peakRssBytes();
        return new AgainstVar(
                var.times().secondsTransformer() / run.times().secondsTransformer(),
                own == null || of == null ? null : (double) own / of);
    }
}
