package dev.codevar.measure.speed;

import dev.codevar.measure.speed.ceiling.Bound;
import dev.codevar.measure.speed.ceiling.Ceilings;
import dev.codevar.measure.speed.ceiling.Load;
import dev.codevar.model.VarConfig;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A setting that was run, before it is compared with what the machine can do: ceilings are measured after the runs too.
 *
 * @param setting what was run
 * @param load the pictures drawn together
 * @param repetitions every time it was run, at least once, warm-ups left out
 * @param memory what it took of memory
 * @param javaShare the share of samples outside native code, 0 to 1, or null
 */
public record Timed(
        Setting setting,
        Load load,
        List<Repetition> repetitions,
        MemoryUse memory,
        @Nullable Double javaShare) {
    public Timed {
        repetitions = List.copyOf(repetitions);
    }

    /**
     * @param configs the transformer in each role of the plan
     * @param ceilings what the machine can do
     * @return the line of results
     */
    public BenchRun against(Function<String, VarConfig> configs, Ceilings ceilings) {
        Bound bound = Bound.of(setting.plan(), configs, load, setting.precision(), ceilings);
        return BenchRun.of(setting, repetitions, memory, bound, javaShare);
    }
}
