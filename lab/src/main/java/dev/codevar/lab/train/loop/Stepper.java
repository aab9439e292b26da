package dev.codevar.lab.train.loop;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.checkpoint.Weights;
import dev.codevar.lab.train.AdamW;
import dev.codevar.lab.train.Loss;
import dev.codevar.lab.train.Moment;
import dev.codevar.lab.train.Parameters;
import dev.codevar.lab.train.Schedule;
import dev.codevar.lab.train.Shuffle;
import dev.codevar.lab.train.Task;
import dev.codevar.tensor.Scoped;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Takes the steps of a training: its order of examples, gradients, optimiser and running means. Knows no file and no clock. */
final class Stepper implements AutoCloseable {
    private static final String PARAMETERS = "parameters.";
    private static final String AVERAGES = "averages.";
    private static final String MOMENTS = "moments.";
    private static final String STATE = "state.";

    private final Task task;
    private final Recipe recipe;
    private final Schedule schedule;
    private final int stepsOfEpoch;
    private final AdamW optimiser;
    private final Averages averages;
    private int orderedEpoch = -1;
    private int[] order = {};

    Stepper(Task task, Recipe recipe) {
        this.task = task;
        this.recipe = recipe;
        this.stepsOfEpoch = recipe.stepsOfEpoch(task.examples());
        this.schedule = recipe.schedule(task.examples());
        this.optimiser = new AdamW(task.parameters(), recipe.optimiser(), task.decayed());
        this.averages = new Averages(task.parameters(), recipe.averageDecay());
    }

    /** {@return how many steps there are in all} */
    int steps() {
        return schedule.steps();
    }

    int stepsOfEpoch() {
        return stepsOfEpoch;
    }

    Averages averages() {
        return averages;
    }

    /** Takes a step, unless its loss or gradient is not finite: then nothing moves. */
    Step take(int number) {
        int epoch = number / stepsOfEpoch;
        int[] examples = Shuffle.batch(order(epoch), number % stepsOfEpoch, recipe.examplesOfStep());
        Parameters parameters = task.parameters();
        parameters.zeroGradients();
        Tally tally = new Tally();
        double loss = 0;
        for (int part = 0; part < recipe.accumulation() && Double.isFinite(loss); part++) {
            int from = part * recipe.batch();
            Moment moment = moment(number, part);
            double ofPart = backward(Arrays.copyOfRange(examples, from, from + recipe.batch()), moment, tally);
            loss = Double.isFinite(ofPart) ? loss + ofPart / recipe.accumulation() : ofPart;
        }
        double norm = Double.isFinite(loss) ? parameters.clipGradients(recipe.longestGradient()) : Double.NaN;
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", loss);
        values.put("gradient norm", norm);
        values.put("learning rate", schedule.at(number));
        tally.means().forEach(values::putIfAbsent);
        List<Integer> seen = Arrays.stream(examples).boxed().toList();
        Step step = new Step(number, epoch, seen, loss, norm, values);
        if (step.finite()) {
            optimiser.step(schedule.at(number));
            task.stepped(moment(number, recipe.accumulation() - 1));
            averages.follow();
        }
        return step;
    }

    private Moment moment(int number, int part) {
        return new Moment(recipe.seed(), number, schedule.steps(), number / stepsOfEpoch, part, recipe.accumulation());
    }

    private double backward(int[] examples, Moment moment, Tally tally) {
        return Scoped.value(() -> {
            Loss loss = task.loss(examples, moment);
            double value = loss.value().item_double();
            if (Double.isFinite(value)) {
                loss.value().div(new Scalar((double) recipe.accumulation())).backward();
            }
            tally.add(loss.metrics());
            return value;
        });
    }

    private int[] order(int epoch) {
        if (epoch != orderedEpoch) {
            order = new Shuffle(recipe.seed(), task.examples()).epoch(epoch);
            orderedEpoch = epoch;
        }
        return order;
    }

    /** {@return everything that the next step follows from, by name; the tensors themselves} */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        targets().forEach(all::put);
        optimiser.moments().forEach((name, moment) -> all.put(MOMENTS + name, moment));
        return all;
    }

    private Map<String, Tensor> targets() {
        Map<String, Tensor> targets = new LinkedHashMap<>();
        task.parameters().leaves().forEach((name, leaf) -> targets.put(PARAMETERS + name, leaf));
        averages.means().forEach((name, mean) -> targets.put(AVERAGES + name, mean));
        task.state().forEach((name, tensor) -> targets.put(STATE + name, tensor));
        return targets;
    }

    /**
     * Goes on from where another left off.
     *
     * @param taken how many steps it had taken
     * @param source its {@link #tensors}, all of them and nothing else
     */
    void restore(int taken, TensorSource source) {
        Weights weights = new Weights(source, ScalarType.Float);
        try (NoGradGuard ungraded = new NoGradGuard()) {
            targets().forEach((name, target) -> {
                try (PointerScope one = new PointerScope()) {
                    // By our own name of the type: every call into libtorch makes an enum object of its own.
                    ScalarType type = StoredType.of(target.scalar_type()).scalarType();
                    target.copy_(weights.take(name, type, target.shape()));
                }
            });
        }
        optimiser.moments().keySet().forEach(name -> weights.skip(MOMENTS + name));
        weights.finish();
        optimiser.restore(taken, new PartOfSource(source, MOMENTS));
    }

    @Override
    public void close() {
        averages.close();
        optimiser.close();
    }
}
