package dev.codevar.lab.classifier;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.data.Crops;
import dev.codevar.lab.data.PictureData;
import dev.codevar.lab.train.AdamW;
import dev.codevar.lab.train.Initialiser;
import dev.codevar.lab.train.Parameters;
import dev.codevar.lab.train.Schedule;
import dev.codevar.lab.train.Shuffle;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains a classifier. Everything random follows from the seed; with one thread the same seed gives the same bytes.
 *
 * @param train what it learns from
 * @param test what it is measured with after every epoch, and learns nothing from
 * @param settings how
 */
public record ClassifierTraining(PictureData train, PictureData test, Settings settings) {
    private static final double WARMUP = 0.05;
    private static final double LONGEST_GRADIENT = 2;
    private static final AdamW.Settings OPTIMISER = AdamW.Settings.of(0.99, 0.05);
    private static final int TESTED_TOGETHER = 250;

    public ClassifierTraining {
        if (train.count() < settings.batch()) {
            throw new InvalidInputException(
                    "batch " + settings.batch() + " is more than the " + train.count() + " pictures there are");
        }
        if (train.side() != test.side() || train.classes() != test.classes()) {
            throw new InvalidInputException("the pictures to train on and to test with differ in size or classes");
        }
    }

    /**
     * Trains from the beginning to the end.
     *
     * @param out where the classifier is written to once it is trained; {@link Classifier#open} reads it
     * @param observer told how it goes
     * @throws CodeVarException if the loss is not finite, or writing fails; nothing is written then
     */
    public void run(Path out, TrainingObserver observer) {
        Layout layout = new Layout(train.side(), Layout.STAGES, train.classes());
        try (Parameters trained = run(layout, new Beginning(settings.seed()), observer)) {
            ClassifierFile.write(out, layout, trained);
        }
    }

    /** {@return the trained parameters, which the caller closes} */
    Parameters run(Layout layout, Initialiser initialiser, TrainingObserver observer) {
        Parameters parameters = Parameters.of(layout.shapes(), initialiser, Device.CPU);
        Network network = new Network(layout, parameters.leaves());
        try (AdamW optimiser = new AdamW(parameters, OPTIMISER, AdamW.MATRICES)) {
            // What is left over at an epoch's end waits for the next one, in which the order is another.
            int batches = train.count() / settings.batch();
            int steps = Math.multiplyExact(batches, settings.epochs());
            Schedule schedule = new Schedule(settings.learningRate(), (int) (WARMUP * steps), steps);
            Shuffle shuffle = new Shuffle(settings.seed(), train.count());
            for (int epoch = 0; epoch < settings.epochs(); epoch++) {
                long begun = System.nanoTime();
                int[] order = shuffle.epoch(epoch);
                Crops crops = Crops.random(settings.seed(), epoch);
                double sum = 0;
                for (int b = 0; b < batches; b++) {
                    int step = epoch * batches + b;
                    if (b + 1 < batches) {
                        train.expect(crops, Shuffle.batch(order, b + 1, settings.batch()));
                    }
                    sum += gradients(parameters, network, crops, Shuffle.batch(order, b, settings.batch()), step);
                    optimiser.step(schedule.at(step));
                    observer.step(epoch, (b + 1) * settings.batch(), batches * settings.batch());
                }
                double seconds = (System.nanoTime() - begun) * 1e-9;
                double rate = batches * settings.batch() / seconds;
                observer.epoch(new Epoch(epoch + 1, sum / batches, accuracy(network), rate));
            }
            return parameters;
        } catch (RuntimeException failed) {
            parameters.close();
            throw failed;
        }
    }

    /** Leaves a step's gradients, clipped, in the parameters. {@return the loss} */
    private double gradients(Parameters parameters, Network network, Crops crops, int[] batch, int step) {
        parameters.zeroGradients();
        double value = Scoped.value(() -> {
            Tensor pictures_B3hw = new Augmentation(settings.seed(), step).apply(train.batch(crops, batch));
            Tensor features_Bd = network.features(Network.input(pictures_B3hw, ScalarType.Float));
            Tensor loss = torch.cross_entropy_loss(network.logits(features_Bd), train.labels(batch));
            loss.backward();
            return loss.item_double();
        });
        double norm = parameters.clipGradients(LONGEST_GRADIENT);
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
            throw new CodeVarException("training stopped at step " + (step + 1) + ": the loss is " + value
                    + " and its gradient " + norm + " long; a learning rate below " + settings.learningRate()
                    + " may help");
        }
        return value;
    }

    private double accuracy(Network network) {
        long right = 0;
        for (int first = 0; first < test.count(); first += TESTED_TOGETHER) {
            int[] some = IntStream.range(first, Math.min(test.count(), first + TESTED_TOGETHER))
                    .toArray();
            right += Scoped.inference(() -> {
                Tensor x_B3hw = Network.input(test.batch(some), ScalarType.Float);
                Tensor logits_Bk = network.logits(network.features(x_B3hw));
                return logits_Bk
                        .argmax(new LongOptional(1), false)
                        .eq(test.labels(some))
                        .sum()
                        .item_long();
            });
        }
        return (double) right / test.count();
    }
}
