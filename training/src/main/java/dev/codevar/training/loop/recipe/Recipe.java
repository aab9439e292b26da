package dev.codevar.training.loop.recipe;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.training.AdamW;
import dev.codevar.training.Fall;
import dev.codevar.training.Schedule;
import dev.codevar.training.WeightDecay;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How something is trained, whatever it is.
 *
 * @param learningRate the largest
 * @param warmup the share of the steps in which it rises
 * @param fall how it falls then; null for {@link Fall#COSINE}
 * @param finalRate the share of the largest that it falls to, from 0 to 1; null for {@link Fall#usualEnd}
 * @param steps how many; 0 where the epochs say so
 * @param epochs how often every example, such as a picture, is seen, not necessarily a whole number; 0 where the steps say so
 * @param batch how many examples are computed at once
 * @param accumulation how many batches a step takes the mean gradient of
 * @param clip the longest gradient; 0 for any length
 * @param decay AdamW's weight decay in the first step
 * @param finalDecay the weight decay in the last step, where it goes along half a cosine; null where it stays
 * @param beta1 how much of AdamW's mean gradient stays
 * @param beta2 how much of its mean squared gradient stays
 * @param averageDecay how much of the parameters' running means stays in a step, at most, see {@code Averages}; 0 for no means
 * @param seed where everything random of the training comes from
 * @param every how often it says and keeps something
 * @param keep how many checkpoints stay, the newest
 */
public record Recipe(
        double learningRate,
        double warmup,
        @Nullable Fall fall,
        @Nullable Double finalRate,
        int steps,
        double epochs,
        int batch,
        int accumulation,
        double clip,
        double decay,
        @Nullable Double finalDecay,
        double beta1,
        double beta2,
        double averageDecay,
        long seed,
        Every every,
        int keep) {
    private static final double EPSILON = 1e-8;

    public Recipe {
        fall = fall == null ? Fall.COSINE : fall;
        // What these are made of, they check.
        finalRate = finalRate == null ? Double.valueOf(fall.usualEnd()) : finalRate;
        finalDecay = finalDecay == null ? Double.valueOf(decay) : finalDecay;
        new Schedule(learningRate, 0, fall, finalRate, 1);
        new AdamW.Settings(beta1, beta2, EPSILON, decay);
        new WeightDecay(decay, finalDecay, 1);
        Legal.share("warmup", warmup);
        Legal.atLeast("steps", steps, 0);
        Legal.size("epochs", epochs);
        if ((steps > 0) == (epochs > 0)) {
            throw new InvalidInputException(
                    "steps " + steps + " and epochs " + epochs + ": one of them must be above 0, and the other 0");
        }
        Legal.atLeast("batch", batch, 1);
        Legal.atLeast("accumulation", accumulation, 1);
        Legal.size("clip", clip);
        Legal.share("average decay", averageDecay);
        Legal.atLeast("keep", keep, 1);
    }

    @Override
    public Fall fall() {
        return Objects.requireNonNull(fall);
    }

    @Override
    public Double finalRate() {
        return Objects.requireNonNull(finalRate);
    }

    @Override
    public Double finalDecay() {
        return Objects.requireNonNull(finalDecay);
    }

    /** {@return how many examples a step sees} */
    public int examplesOfStep() {
        return Math.multiplyExact(batch, accumulation);
    }

    /**
     * @param examples how many an epoch has
     * @return how many whole steps it has; what is left over waits for other epochs
     */
    public int stepsOfEpoch(int examples) {
        long ofStep = (long) batch * accumulation;
        if (ofStep > examples) {
            throw new InvalidInputException("batch " + batch + " times accumulation " + accumulation
                    + " is more than the " + examples + " examples that there are");
        }
        return (int) (examples / ofStep);
    }

    /** {@return the learning rate of every step, for so many examples an epoch} */
    public Schedule schedule(int examples) {
        double all = steps > 0 ? steps : Math.max(1, Math.rint(epochs * stepsOfEpoch(examples)));
        double most = Math.floorDiv(Integer.MAX_VALUE, accumulation);
        if (all > most) {
            throw new InvalidInputException("steps " + all + " are more than the " + most + " that can be counted");
        }
        return new Schedule(
                learningRate, (int) Math.min(all - 1, Math.rint(warmup * all)), fall(), finalRate(), (int) all);
    }

    /** {@return the weight decay of every step, for so many of them} */
    public WeightDecay weightDecay(int all) {
        return new WeightDecay(decay, finalDecay(), all);
    }

    public AdamW.Settings optimiser() {
        return new AdamW.Settings(beta1, beta2, EPSILON, decay);
    }

    boolean averages() {
        return averageDecay > 0;
    }

    public double longestGradient() {
        return clip > 0 ? clip : Double.POSITIVE_INFINITY;
    }
}
