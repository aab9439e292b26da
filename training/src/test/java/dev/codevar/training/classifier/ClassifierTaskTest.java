package dev.codevar.training.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.NativeObjects;
import dev.codevar.OneThread;
import dev.codevar.evaluation.classifier.Blobs;
import dev.codevar.evaluation.classifier.ClassifierShape;
import dev.codevar.evaluation.classifier.PlainNetwork;
import dev.codevar.fault.CodeVarException;
import dev.codevar.files.data.PictureData;
import dev.codevar.files.data.TrainingFiles;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Initialiser;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.loop.Training;
import dev.codevar.training.loop.TrainingListener;
import dev.codevar.training.loop.recipe.Every;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.training.task.SeenPictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class ClassifierTaskTest {
    private static final ClassifierShape SMALL = new ClassifierShape(8, List.of(List.of(16), List.of(32)), 4);
    private static final Blobs PICTURES = new Blobs(32, 8, 4);
    private static final int[] SOME = {5, 3, 30};
    private static final Initialiser BEGINNING = new Beginning(3);

    @TempDir
    Path folder;

    private static ClassifierTask task(Initialiser initialiser, boolean flips, Precision products) {
        return task(PICTURES, initialiser, flips, products);
    }

    private static ClassifierTask task(
            PictureData heldOut, Initialiser initialiser, boolean flips, Precision products) {
        Parameters parameters = Parameters.of(SMALL.shapes(), initialiser, Device.CPU);
        return new ClassifierTask(
                SeenPictures.fresh(PICTURES, flips), heldOut, parameters, SMALL, new Compute(Device.CPU, products));
    }

    private static Moment moment(int step) {
        return new Moment(1, step, 100, 0, 0, 1);
    }

    /** {@return the network's formulas' numbers of the classes} */
    private static double[] logits(Parameters parameters, int picture) {
        return Scoped.value(() -> {
            byte[] bytes = new byte[3 * 8 * 8];
            PICTURES.batch(picture).data_ptr_byte().get(bytes);
            double[] features_d = new PlainNetwork(parameters).features(SMALL, PlainNetwork.input(bytes, 8));
            double[] head_kd = new double[4 * features_d.length];
            parameters.load("head.weight", ScalarType.Double).data_ptr_double().get(head_kd);
            double[] bias_k = new double[4];
            parameters.load("head.bias", ScalarType.Double).data_ptr_double().get(bias_k);
            return IntStream.range(0, 4)
                    .mapToDouble(k -> bias_k[k]
                            + IntStream.range(0, features_d.length)
                                    .mapToDouble(d -> head_kd[k * features_d.length + d] * features_d[d])
                                    .sum())
                    .toArray();
        });
    }

    @Test
    void theLossIsTheCrossEntropyOfTheFormulas() {
        try (ClassifierTask task = task(BEGINNING, false, Precision.FLOAT32);
                ClassifierTask rounded = task(BEGINNING, false, Precision.BFLOAT16)) {
            double expected = 0;
            double right = 0;
            for (int picture : SOME) {
                double[] logits_k = logits(task.parameters(), picture);
                double own = logits_k[PICTURES.label(picture)];
                expected += Math.log(Arrays.stream(logits_k).map(Math::exp).sum()) - own;
                right += own == Arrays.stream(logits_k).max().orElseThrow() ? 1 : 0;
            }
            assertLoss(task, expected / SOME.length, right / SOME.length, 1e-5);
            assertLoss(rounded, expected / SOME.length, right / SOME.length, 3e-2);
        }
    }

    private static void assertLoss(ClassifierTask task, double expected, double accuracy, double within) {
        Scoped.value(() -> {
            Loss loss = task.loss(SOME, moment(0));
            assertThat(loss.value().item_double()).isCloseTo(expected, within(within));
            assertThat(loss.metrics()).containsEntry("accuracy", accuracy);
            return 0;
        });
    }

    /** What is shown in its place has a place of its own. */
    @Test
    void aHeldOutPictureThatCannotBeReadIsLeftOut() throws IOException {
        PictureData broken = TrainingFiles.measured(folder.resolve("broken"), true, SMALL.side());
        PictureData without = TrainingFiles.measured(folder.resolve("without"), false, SMALL.side());
        assertThat(broken.count()).isEqualTo(without.count() + 1);
        try (ClassifierTask task = task(broken, BEGINNING, false, Precision.FLOAT32);
                ClassifierTask same = task(without, BEGINNING, false, Precision.FLOAT32)) {
            assertThat(task.validate()).isEqualTo(same.validate()).containsKeys("loss", "accuracy");
        }
    }

    @Test
    void everyOtherPictureIsMirroredWhateverStandsBesideIt() {
        SeenPictures seen = SeenPictures.fresh(PICTURES, true);
        int[] all = IntStream.range(0, 32).toArray();
        Scoped.value(() -> {
            Tensor batch_B3hw = seen.batch(all, moment(7));
            int mirrored = 0;
            for (int picture : all) {
                Tensor got_13hw = batch_B3hw.narrow(0, picture, 1);
                Tensor plain_13hw = PICTURES.batch(picture);
                boolean same = got_13hw.equal(plain_13hw);
                assertThat(same || got_13hw.equal(plain_13hw.flip(3))).isTrue();
                assertThat(seen.batch(new int[] {picture}, moment(7)).equal(got_13hw))
                        .isTrue();
                mirrored += same ? 0 : 1;
            }
            // Of 32, by more than four deviations of a binomial distribution.
            assertThat(mirrored).isBetween(4, 28);
            assertThat(seen.batch(all, moment(8)).equal(batch_B3hw)).isFalse();
            return 0;
        });
    }

    /** Trains, and gives what was measured after every epoch. */
    private List<Map<String, Double>> train(String name, int epochs, Initialiser initialiser) {
        Recipe recipe = new Recipe(
                0.01, 0.05, null, null, 0, epochs, 8, 1, 2, 0.05, null, 0.9, 0.99, 0, 3, new Every(100, 0, 0, 1000), 1);
        List<Map<String, Double>> measured = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void validated(int step, Map<String, Double> values) {
                measured.add(values);
            }
        };
        try (PointerScope making = new PointerScope();
                ClassifierTask task = task(initialiser, true, Precision.FLOAT32);
                Training training = Training.open(
                        folder.resolve(name),
                        new Setup(recipe, Map.of(), "a test", "config.yaml", ""),
                        task,
                        listener)) {
            training.run();
        }
        return measured;
    }

    /** Chance would recognise 8 of the 32. */
    @Test
    void itLearnsThirtyTwoPicturesByHeart() {
        List<Map<String, Double>> measured = train("out", 150, BEGINNING);
        assertThat(measured).hasSize(150);
        assertThat(measured.get(0).get("loss")).isGreaterThan(1);
        assertThat(measured.get(149).get("accuracy")).isCloseTo(1, within(1e-12));
        assertThat(measured.get(149).get("loss")).isLessThan(0.2);
    }

    @Test
    void nativeMemoryComesBack() {
        train("warm", 1, BEGINNING);
        long before = NativeObjects.settled();
        train("again", 2, BEGINNING);
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void aLossThatIsNoNumberStopsItInOneLine() {
        assertThatThrownBy(() -> train("out", 1, (info, values) -> Arrays.fill(values, Float.NaN)))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("step 1 of 4: the loss is NaN; its examples and the parameters before it are in "
                        + folder.resolve("out/stopped"));
    }
}
