package dev.codevar.measure.speed;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.measure.speed.ceiling.Bound;
import dev.codevar.measure.speed.ceiling.Checks;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A line of results; in JSON all its numbers stand side by side.
 *
 * @param plan the plan written out
 * @param draftSteps N, see {@link Setting}
 * @param drafterDepth the drafter's depth, see {@link Setting}
 * @param batch B, the pictures drawn together
 * @param precision in which precision
 * @param device where
 * @param repetitions how many times it was run, warm-ups left out
 * @param times how long the batch took
 * @param imagesPerSecond pictures a second, transformers and VQ-VAE together
 * @param memory what it took of memory
 * @param boundSeconds seconds that the transformers' linear layers take at least on this machine, see {@link Bound}
 * @param boundSecondsPerScale the same for each scale
 * @param boundSharePerScale each scale's bound divided by its seconds; 1 where it took none
 * @param scalesBelowHalf the scales whose share of the bound is below a half
 * @param gemmBoundShare boundSeconds divided by the seconds in the transformers: 1 where nothing but linear layers takes time
 * @param javaShare the share of samples that a profiler took outside native code, 0 to 1, or null
 * @param againstVar how it compares with VAR; {@link BenchReport} sees to it
 */
public record BenchRun(
        String plan,
        @Nullable Integer draftSteps,
        @Nullable Integer drafterDepth,
        int batch,
        String precision,
        String device,
        int repetitions,
        @JsonUnwrapped Times times,
        double imagesPerSecond,
        @JsonUnwrapped MemoryUse memory,
        double boundSeconds,
        List<Double> boundSecondsPerScale,
        List<Double> boundSharePerScale,
        List<Integer> scalesBelowHalf,
        double gemmBoundShare,
        @Nullable Double javaShare,
        @JsonUnwrapped AgainstVar againstVar) {
    private static final double HALF = 0.5;

    public BenchRun {
        boundSecondsPerScale = List.copyOf(boundSecondsPerScale);
        boundSharePerScale = List.copyOf(boundSharePerScale);
        scalesBelowHalf = List.copyOf(scalesBelowHalf);
        Checks.atLeast("batch", batch, 1);
        Checks.atLeast("repetitions", repetitions, 1);
        Checks.positive("pictures a second", imagesPerSecond);
        Checks.notNegative("a bound's seconds", boundSeconds);
        Checks.notNegative("a bound's seconds", boundSecondsPerScale);
        Checks.notNegative("a bound's share", gemmBoundShare);
        Checks.notNegative("a bound's share", boundSharePerScale);
        if (boundSecondsPerScale.size() != times.secondsPerScale().size()) {
            throw new InvalidInputException("a bound of " + boundSecondsPerScale.size()
                    + " scales does not fit times of " + times.secondsPerScale().size());
        }
        if (javaShare != null && !(javaShare >= 0 && javaShare <= 1)) {
            throw new InvalidInputException("share of Java " + javaShare + " is not between 0 and 1");
        }
    }

    /**
     * @param setting what was run
     * @param repetitions every time it was run, at least once, warm-ups left out
     * @param memory what it took of memory
     * @param bound what the machine could have done at best
     * @param javaShare the share of samples outside native code, 0 to 1, or null
     * @return the line, compared with nothing yet
     */
    public static BenchRun of(
            Setting setting, List<Repetition> repetitions, MemoryUse memory, Bound bound, @Nullable Double javaShare) {
        Times times = Times.of(repetitions, setting.plan());
        List<Double> shares = shares(bound.secondsPerScale(), times.secondsPerScale());
        return new BenchRun(
                setting.plan().text(),
                setting.draftSteps(),
                setting.drafterDepth(),
                setting.batch(),
                setting.precision().label(),
                setting.device().label(),
                repetitions.size(),
                times,
                setting.batch() / times.secondsTotal(),
                memory,
                bound.seconds(),
                bound.secondsPerScale(),
                shares,
                IntStream.range(0, shares.size())
                        .filter(k -> shares.get(k) < HALF)
                        .boxed()
                        .toList(),
                bound.seconds() / times.secondsTransformer(),
                javaShare,
                AgainstVar.NONE);
    }

    /** Where they do not fit each other, nothing is left over: the line itself says so. */
    private static List<Double> shares(List<Double> bound, List<Double> seconds) {
        return IntStream.range(0, Math.min(bound.size(), seconds.size()))
                .mapToObj(k -> seconds.get(k) == 0 ? 1 : bound.get(k) / seconds.get(k))
                .toList();
    }

    /** {@return K, the number of scales} */
    public int scales() {
        return boundSecondsPerScale.size();
    }

    /** {@return whether this is VAR, the drafter alone} */
    boolean isVar() {
        return draftSteps != null && draftSteps == scales();
    }

    /** {@return whether it differs from {@code other} in nothing but the plan} */
    boolean isComparable(BenchRun other) {
        return batch == other.batch
                && Objects.equals(drafterDepth, other.drafterDepth)
                && scales() == other.scales()
                && precision.equals(other.precision)
                && device.equals(other.device);
    }

    /** {@return the same line beside what it is compared with} */
    BenchRun with(AgainstVar compared) {
        return new BenchRun(
                plan,
                draftSteps,
                drafterDepth,
                batch,
                precision,
                device,
                repetitions,
                times,
                imagesPerSecond,
                memory,
                boundSeconds,
                boundSecondsPerScale,
                boundSharePerScale,
                scalesBelowHalf,
                gemmBoundShare,
                javaShare,
                compared);
    }
}
