package dev.codevar.lab.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.train.Parameters;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTrainingTest {
    private static final Layout SMALL = new Layout(8, List.of(List.of(16), List.of(32)), 4);
    private static final Blobs PICTURES = new Blobs(32, 8, 4);

    private static int threads;

    @TempDir
    Path folder;

    @BeforeAll
    static void oneThread() {
        threads = Libtorch.threads();
        Libtorch.useThreads(1);
    }

    @AfterAll
    static void asBefore() {
        Libtorch.useThreads(threads);
    }

    /** Chance would recognise 8 of the 32. */
    @Test
    void itLearnsThirtyTwoPicturesByHeart() {
        List<Epoch> epochs = new ArrayList<>();
        train(150, 3, epochs).close();
        assertThat(epochs).hasSize(150);
        assertThat(epochs.get(0).loss()).isGreaterThan(1);
        Epoch last = epochs.get(149);
        assertThat(last.number()).isEqualTo(150);
        assertThat(last.accuracy()).isEqualTo(1);
        assertThat(last.loss()).isLessThan(0.2);
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        byte[] first = bytes(train(3, 3, new ArrayList<>()));
        assertThat(bytes(train(3, 3, new ArrayList<>()))).isEqualTo(first);
        assertThat(bytes(train(3, 4, new ArrayList<>()))).isNotEqualTo(first);
    }

    @Test
    void nativeMemoryComesBack() {
        train(1, 3, new ArrayList<>()).close();
        long before = Pointer.totalCount();
        train(2, 3, new ArrayList<>()).close();
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void aLossThatIsNoNumberStopsItInOneLine() {
        ClassifierTraining training = new ClassifierTraining(PICTURES, PICTURES, new Settings(1, 8, 0.01, 3));
        assertThatThrownBy(() ->
                        training.run(SMALL, (info, values) -> Arrays.fill(values, Float.NaN), TrainingObserver.NONE))
                .isInstanceOf(CodeVarException.class)
                .hasMessageStartingWith("training stopped at step 1: the loss is NaN")
                .hasMessageContaining("a learning rate below 0.01 may help");
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> new ClassifierTraining(PICTURES, PICTURES, new Settings(1, 33, 0.01, 3)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("batch 33 is more than the 32 pictures there are");
        assertThatThrownBy(() -> new ClassifierTraining(PICTURES, new Blobs(9, 16, 4), new Settings(1, 8, 0.01, 3)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("differ in size");
        assertThatThrownBy(() -> new Settings(0, 8, 0.01, 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("epochs 0 is not between 1 and 10000");
        assertThatThrownBy(() -> new Settings(1, 8, Double.NaN, 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("learning rate NaN");
    }

    private static Parameters train(int epochs, long seed, List<Epoch> reports) {
        return new ClassifierTraining(PICTURES, PICTURES, new Settings(epochs, 8, 0.01, seed))
                .run(SMALL, new Beginning(seed), new TrainingObserver() {
                    @Override
                    public void step(int epoch, int done, int total) {
                        assertThat(done).isPositive().isLessThanOrEqualTo(total);
                    }

                    @Override
                    public void epoch(Epoch epoch) {
                        reports.add(epoch);
                    }
                });
    }

    private byte[] bytes(Parameters trained) throws IOException {
        Path file = folder.resolve("trained.safetensors");
        ClassifierFile.write(file, SMALL, trained);
        trained.close();
        return Files.readAllBytes(file);
    }
}
