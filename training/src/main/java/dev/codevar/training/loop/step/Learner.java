package dev.codevar.training.loop.step;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.AdamW;
import dev.codevar.training.Opponent;
import dev.codevar.training.Parameters;
import dev.codevar.training.Schedule;
import dev.codevar.training.Task;
import dev.codevar.training.WeightDecay;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.parallel.Peers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Parameters and what moves them: the gradients of a step's batches, an optimiser, a learning rate. A task's, or its opponent's. */
final class Learner implements AutoCloseable {
    private static final String PARAMETERS = "parameters.";
    private static final String MOMENTS = "moments.";

    private final String label;
    private final String key;
    private final int start;
    private final Parameters parameters;
    private final AdamW optimiser;
    private final Schedule schedule;
    private final WeightDecay decay;
    private final double longestGradient;
    private double loss;
    private double norm;

    private Learner(
            String label,
            String key,
            int start,
            Parameters parameters,
            AdamW optimiser,
            Schedule schedule,
            WeightDecay decay,
            double longest) {
        this.label = label;
        this.key = key;
        this.start = start;
        this.parameters = parameters;
        this.optimiser = optimiser;
        this.schedule = schedule;
        this.decay = decay;
        this.longestGradient = longest;
    }

    static Learner of(Task task, Recipe recipe) {
        AdamW optimiser = new AdamW(task.parameters(), recipe.optimiser(), task.decayed());
        Schedule schedule = recipe.schedule(task.examples());
        WeightDecay decay = recipe.weightDecay(schedule.steps());
        return new Learner("", "", 0, task.parameters(), optimiser, schedule, decay, recipe.longestGradient());
    }

    /** {@return one that learns beside the task's own, which {@code task} is} */
    static Learner of(Opponent opponent, Learner task) {
        return new Learner(
                opponent.name() + " ",
                "opponent.",
                opponent.start(),
                opponent.parameters(),
                new AdamW(opponent.parameters(), opponent.optimiser(), opponent.decayed()),
                new Schedule(
                        opponent.learningRate(),
                        task.schedule.warmup(),
                        task.schedule.fall(),
                        task.schedule.end(),
                        task.schedule.steps()),
                new WeightDecay(
                        opponent.optimiser().decay(), opponent.optimiser().decay(), task.schedule.steps()),
                task.longestGradient);
    }

    int steps() {
        return schedule.steps();
    }

    /** {@return whether it learns in that step} */
    boolean learns(int number) {
        return number >= start;
    }

    Parameters parameters() {
        return parameters;
    }

    /** {@return the name of a file of its parameters alone} */
    String file() {
        return key + "parameters.safetensors";
    }

    double loss() {
        return loss;
    }

    /** {@return the norm that the gradient had before it was shortened; NaN until then} */
    double norm() {
        return norm;
    }

    /** Forgets the step before. */
    void begin() {
        parameters.zeroGradients();
        loss = 0;
        norm = Double.NaN;
    }

    /** Begins to add a batch's gradients, one of so many of the step. What is wrong with the loss shows when it is there. */
    void addGradients(Tensor value, int batches) {
        value.div(new Scalar((long) batches)).backward();
    }

    /** Adds the same batch's loss; of one that is not finite, it alone stays. */
    void addLoss(double ofBatch, int batches) {
        loss = Double.isFinite(ofBatch) ? loss + ofBatch / batches : ofBatch;
    }

    /** {@return what is wrong with the loss; empty where it is finite} */
    String lossFault() {
        return Double.isFinite(loss) ? "" : "the " + label + "loss is " + loss;
    }

    /** Makes the loss that of all processes; it is finite where it is in all of them. */
    void addLosses(Peers peers) {
        loss = peers.sumLosses(loss);
    }

    /** Makes the gradients those of all processes, measures them, and shrinks them where they are too long. */
    void addGradients(Peers peers) {
        norm = Scoped.value(() -> {
            peers.sumGradients(parameters.gradients());
            return parameters.clipGradients(longestGradient);
        });
    }

    /** {@return what is wrong with the gradient that was measured; empty where it is finite} */
    String gradientFault() {
        return Double.isFinite(norm) ? "" : "the " + label + "gradient's norm is " + norm + " at a loss of " + loss;
    }

    void step(int number) {
        optimiser.step(schedule.at(number), decay.at(number));
    }

    /** {@return the step's numbers for the log} */
    Map<String, Double> values(int number) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(label + "loss", loss);
        values.put(label + "gradient norm", norm);
        values.put(label + "learning rate", schedule.at(number));
        return values;
    }

    /** {@return the parameters themselves, as a checkpoint names them} */
    Map<String, Tensor> leaves() {
        return named(PARAMETERS, parameters.leaves());
    }

    /** {@return the optimiser's moments themselves, as a checkpoint names them} */
    Map<String, Tensor> moments() {
        return named(MOMENTS, optimiser.moments());
    }

    private Map<String, Tensor> named(String kind, Map<String, Tensor> tensors) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> named.put(key + kind + name, tensor));
        return named;
    }

    /** Sets the moments to what they were in {@code checkpoint}, after so many steps of the task. */
    void restoreMoments(int taken, TensorSource checkpoint) {
        optimiser.restore(Math.max(0, taken - start), new PartOfSource(checkpoint, key + MOMENTS));
    }

    /** After so many steps of the task, with moments that came from elsewhere. */
    void goOnAfter(int taken) {
        optimiser.goOnAfter(Math.max(0, taken - start));
    }

    @Override
    public void close() {
        optimiser.close();
    }
}
