package dev.codevar.training.loop.step;

import dev.codevar.tensor.Scoped;
import dev.codevar.training.Figures;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.Shuffle;
import dev.codevar.training.Task;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.parallel.Peers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Takes the steps of a training: its order of examples, gradients, optimiser and running means. Knows no file and no clock.
 * Processes that train together each compute a share of every batch, and then all take the same step.
 */
public final class Stepper implements AutoCloseable {
    /** Among a batch's figures, what gradients are of. */
    private static final String OWN = " loss";

    private static final String OPPONENTS = " opponent's loss";

    private final Task task;
    private final Recipe recipe;
    private final Peers peers;
    private final int share;
    private final int parts;
    private final int stepsOfEpoch;
    private final Learner learner;
    /** The task's own, and its opponent's where it has one. */
    private final List<Learner> all = new ArrayList<>();

    private final Averages averages;
    private int orderedEpoch = -1;
    private int[] order = {};

    public Stepper(Task task, Recipe recipe, Peers peers) {
        this.task = task;
        this.recipe = recipe;
        this.peers = peers;
        this.share = Peers.share(recipe.batch(), peers.count());
        this.parts = recipe.accumulation() * peers.count();
        this.stepsOfEpoch = recipe.stepsOfEpoch(task.examples());
        this.learner = Learner.of(task, recipe);
        all.add(learner);
        task.opponent().ifPresent(opponent -> all.add(Learner.of(opponent, learner)));
        this.averages = new Averages(task.parameters(), recipe.averageDecay());
    }

    /** {@return how many steps there are in all} */
    public int steps() {
        return learner.steps();
    }

    public int stepsOfEpoch() {
        return stepsOfEpoch;
    }

    public Averages averages() {
        return averages;
    }

    /** Takes a step, unless a loss or gradient is not finite: then nothing moves. */
    public Step take(int number) {
        int epoch = number / stepsOfEpoch;
        int[] examples = examples(number);
        List<Learner> learning =
                all.stream().filter(each -> each.learns(number)).toList();
        learning.forEach(Learner::begin);
        LogMeans tally = new LogMeans();
        String fault = "";
        for (int turn = 0; turn < recipe.accumulation() && fault.isEmpty(); turn++) {
            announce(turn + 1 < recipe.accumulation() ? number : number + 1, (turn + 1) % recipe.accumulation());
            backward(part(examples, turn), moment(number, part(turn)), tally);
            fault = first(learning, Learner::lossFault);
        }
        learning.forEach(each -> each.addLosses(peers));
        fault = first(learning, Learner::lossFault);
        if (fault.isEmpty()) {
            learning.forEach(each -> each.addGradients(peers));
            fault = first(learning, Learner::gradientFault);
        }
        Map<String, Double> values = new LinkedHashMap<>();
        learning.forEach(each -> values.putAll(each.values(number)));
        tally.means(peers).forEach(values::putIfAbsent);
        List<Integer> seen = Arrays.stream(examples).boxed().toList();
        Step step = new Step(number, epoch, seen, learner.loss(), learner.norm(), fault, values);
        if (step.finite()) {
            learning.forEach(each -> each.step(number));
            task.stepped(moment(number, parts - 1));
            averages.follow(number);
        }
        return step;
    }

    private static String first(List<Learner> learning, Function<Learner, String> fault) {
        return learning.stream()
                .map(fault)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
    }

    private void announce(int number, int turn) {
        if (number < steps()) {
            task.expect(part(examples(number), turn), moment(number, part(turn)));
        }
    }

    private int[] examples(int number) {
        return Shuffle.batch(order(number / stepsOfEpoch), number % stepsOfEpoch, recipe.examplesOfStep());
    }

    /** {@return which part of a step's examples is this process's in that turn} */
    private int part(int turn) {
        return peers.rank() * recipe.accumulation() + turn;
    }

    private int[] part(int[] examples, int turn) {
        return Arrays.copyOfRange(examples, part(turn) * share, (part(turn) + 1) * share);
    }

    private Moment moment(int number, int part) {
        return new Moment(recipe.seed(), number, steps(), number / stepsOfEpoch, part, parts);
    }

    private void backward(int[] examples, Moment moment, LogMeans tally) {
        Scoped.value(() -> {
            Loss loss = task.loss(examples, moment);
            learner.addGradients(loss.value(), parts);
            loss.opponents().ifPresent(value -> opponent().addGradients(value, parts));
            // A device is asked once in a batch, when it has everything to do.
            Figures figures = new Figures();
            figures.put(OWN, loss.value());
            loss.opponents().ifPresent(value -> figures.put(OPPONENTS, value));
            figures.putAll(loss.figures());
            Map<String, Double> read = new LinkedHashMap<>(figures.read());
            learner.addLoss(Objects.requireNonNull(read.remove(OWN)), parts);
            loss.opponents()
                    .ifPresent(value -> opponent().addLoss(Objects.requireNonNull(read.remove(OPPONENTS)), parts));
            tally.add(read);
            return 0;
        });
    }

    private Learner opponent() {
        return all.get(1);
    }

    private int[] order(int epoch) {
        if (epoch != orderedEpoch) {
            order = new Shuffle(recipe.seed(), task.examples()).epoch(epoch);
            orderedEpoch = epoch;
        }
        return order;
    }

    /** {@return the parameters before the next step by the names of their files: the task's, and its opponent's} */
    public Map<String, Parameters> parameters() {
        Map<String, Parameters> parameters = new LinkedHashMap<>();
        all.forEach(each -> parameters.put(each.file(), each.parameters()));
        return parameters;
    }

    /** {@return everything that the next step follows from} */
    public StepperState state() {
        return new StepperState(task, all, averages);
    }

    /**
     * Takes over from the first process what it goes on from.
     *
     * @param before how many steps this process knows that were taken; the first one's counts
     * @return how many were
     */
    public int followFirst(int before) {
        int taken = peers.followFirst(before, state().tensors().values());
        all.forEach(each -> each.goOnAfter(taken));
        return taken;
    }

    @Override
    public void close() {
        averages.close();
        all.forEach(Learner::close);
    }
}
