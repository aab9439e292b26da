package dev.codevar.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.OneThread;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.training.loop.recipe.Every;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.loop.recipe.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A training that is broken off and goes on ends as if nothing had been. */
@ExtendWith(OneThread.class)
public class ResumeTest {
    private static final Setup SETUP = Recipes.setup(Recipes.FULL);

    @TempDir
    Path temp;

    /** Trains until so many steps were taken, and to the end if there are fewer. */
    public static Outcome train(Path folder, Setup setup, int until) {
        Training[] training = new Training[1];
        TrainingListener stopper = new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() == until) {
                    training[0].stop();
                }
            }
        };
        try (PointerScope making = new PointerScope();
                RegressionTask task = new RegressionTask(true);
                Training opened = Training.open(folder, setup, task, stopper)) {
            training[0] = opened;
            return opened.run();
        }
    }

    /** {@return all files but those that tell the time, by their place in the folder} */
    static Map<String, byte[]> content(Path folder) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.startsWith("events.")) {
                    content.put(name, Files.readAllBytes(file));
                }
            }
        }
        return content;
    }

    static void assertSame(Path folder, Path calm) throws IOException {
        Map<String, byte[]> expected = content(calm);
        assertThat(expected).containsKeys("weights.safetensors", "log.jsonl", "training.json");
        assertThat(content(folder).keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (name, bytes) -> assertThat(folder.resolve(name)).as(name).hasBinaryContent(bytes));
    }

    /** What has the name of the weights is whole: who waits for it may read it. */
    @Test
    void weightsGetTheirNameWhenTheyAreComplete() throws IOException {
        Path folder = temp.resolve("run");
        Path weights = folder.resolve("weights.safetensors");
        try (PointerScope making = new PointerScope();
                RegressionTask task = new RegressionTask(true);
                Training training = Training.open(folder, SETUP, task, TrainingListener.NONE)) {
            assertThatThrownBy(() -> training.run(file -> {
                        throw new IllegalStateException("the disk is full");
                    }))
                    .hasMessage("the disk is full");
            assertThat(weights).doesNotExist();
            training.run(file -> {
                assertThat(weights).doesNotExist();
                assertThat(file).hasParent(folder);
                try {
                    Files.writeString(file, "complete", StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        assertThat(Files.readString(weights, StandardCharsets.ISO_8859_1)).endsWith("complete");
    }

    @Test
    void brokenOffManyTimesItEndsAsIfNothingHadBeen() throws IOException {
        Path calm = temp.resolve("calm/run");
        Path broken = temp.resolve("broken/run");
        assertThat(train(calm, SETUP, 100).step()).isEqualTo(20);
        List<Integer> ends = new ArrayList<>();
        for (int until : new int[] {1, 3, 4, 5, 8, 14, 19, 20, 100}) {
            Outcome outcome = train(broken, SETUP, until);
            ends.add(outcome.step());
            assertThat(outcome.weights().isPresent()).isEqualTo(until >= 20);
        }
        assertThat(ends).containsExactly(1, 3, 4, 5, 8, 14, 19, 20, 20);
        assertSame(broken, withCheckpointsOf(calm, broken));
    }

    /** The last but one checkpoint is where it was broken off. */
    private static Path withCheckpointsOf(Path calm, Path broken) throws IOException {
        Files.delete(calm.resolve("checkpoints/step-000015.safetensors"));
        Files.delete(broken.resolve("checkpoints/step-000019.safetensors"));
        return calm;
    }

    /** What is left when a process dies between two checkpoints: later lines, a line half written, unfinished files. */
    @Test
    void whatCameAfterTheCheckpointIsForgotten() throws IOException {
        Path calm = temp.resolve("calm/run");
        Path killed = temp.resolve("killed/run");
        train(calm, SETUP, 100);
        train(killed, SETUP, 10);
        Files.writeString(
                killed.resolve("log.jsonl"),
                "{\"step\":12,\"epoch\":2,\"training\":{\"loss\":9.0}}\n{\"step\":12,\"epo",
                StandardOpenOption.APPEND);
        Files.writeString(killed.resolve("checkpoints/.step-000015.safetensors.1234.tmp"), "half");
        Files.writeString(killed.resolve(".curves.png.1234.part"), "half");
        train(killed, SETUP, 100);
        assertSame(killed, calm);
    }

    @Test
    void aBrokenCheckpointIsPassedOverAndKept() throws IOException {
        Path calm = temp.resolve("calm/run");
        Path damaged = temp.resolve("damaged/run");
        train(calm, SETUP, 100);
        train(damaged, SETUP, 10);
        Path broken = damaged.resolve("checkpoints/step-000010.safetensors");
        cutShort(broken);
        byte[] left = Files.readAllBytes(broken);
        train(damaged, SETUP, 100);
        Path aside = broken.resolveSibling("step-000010.safetensors.broken");
        assertThat(aside).hasBinaryContent(left);
        Files.delete(aside);
        assertSame(damaged, calm);
    }

    /** A disk that fails for a moment must not cost the newest checkpoint; a link to itself cannot be read either. */
    @Test
    void aCheckpointThatCannotBeReadIsNotPassedOver() throws IOException {
        train(temp, SETUP, 10);
        Path newest = temp.resolve("checkpoints/step-000010.safetensors");
        Path kept = Files.move(newest, temp.resolve("checkpoints/kept"));
        Files.createSymbolicLink(newest, newest);
        assertThatThrownBy(() -> train(temp, SETUP, 100))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("cannot read checkpoint " + newest);
        Files.delete(newest);
        Files.move(kept, newest);
        assertThat(train(temp, SETUP, 100).step()).isEqualTo(20);
    }

    @Test
    void withoutAWholeCheckpointItStops() throws IOException {
        train(temp, SETUP, 10);
        cutShort(temp.resolve("checkpoints/step-000005.safetensors"));
        cutShort(temp.resolve("checkpoints/step-000010.safetensors"));
        assertThatThrownBy(() -> train(temp, SETUP, 100))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("step-000010.safetensors");
    }

    /** It would begin again, over the log and the weights. */
    @Test
    void aTrainingWithoutItsCheckpointsIsNotBegunAgain() throws IOException {
        train(temp, SETUP, 100);
        byte[] weights = Files.readAllBytes(temp.resolve("weights.safetensors"));
        byte[] log = Files.readAllBytes(temp.resolve("log.jsonl"));
        deleteCheckpoints();
        String end = " but no checkpoint to go on from: put the newest back into " + temp.resolve("checkpoints")
                + ", or name another folder to begin anew";
        assertThatThrownBy(() -> train(temp, SETUP, 100))
                .isInstanceOf(BrokenFileException.class)
                .hasMessage(temp + " holds weights.safetensors" + end);
        assertThat(temp.resolve("weights.safetensors")).hasBinaryContent(weights);
        Files.delete(temp.resolve("weights.safetensors"));
        assertThatThrownBy(() -> train(temp, SETUP, 100))
                .isInstanceOf(BrokenFileException.class)
                .hasMessage(temp + " holds curves.png" + end);
        assertThat(temp.resolve("log.jsonl")).hasBinaryContent(log);
    }

    private void deleteCheckpoints() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("checkpoints"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** The first checkpoint comes after the fifth step, the first line of the log after the third. */
    @Test
    void brokenOffBeforeItsFirstCheckpointItBeginsAgain() throws IOException {
        Path calm = temp.resolve("calm/run");
        Path killed = temp.resolve("killed/run");
        train(calm, SETUP, 100);
        TrainingListener killer = new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() == 4) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        try (PointerScope making = new PointerScope();
                RegressionTask task = new RegressionTask(true);
                Training training = Training.open(killed, SETUP, task, killer)) {
            assertThatThrownBy(training::run).hasMessage("killed");
        }
        assertThat(killed.resolve("log.jsonl")).content().hasLineCount(1);
        train(killed, SETUP, 100);
        assertSame(killed, calm);
    }

    /** Its steps are the same here, but need not be. */
    @Test
    void whatElseGoesOnIsToldAndInTheLog() throws IOException {
        Path calm = temp.resolve("calm/run");
        Path other = temp.resolve("other/run");
        train(calm, SETUP, 100);
        train(other, SETUP, 10);
        Setup later = new Setup(SETUP.recipe(), SETUP.about(), "another test", SETUP.configName(), SETUP.configText());
        // The second comes to no checkpoint of its own: what it took is forgotten.
        List<String> told = new ArrayList<>();
        for (int end : new int[] {12, 14, 14, 100, 100}) {
            TrainingListener listener = new TrainingListener() {
                @Override
                public void otherMaker(String before, String now) {
                    told.add(end + " " + before + ", " + now);
                }

                @Override
                public void stepped(Progress progress) {
                    if (progress.step() == end) {
                        throw new IllegalStateException("killed");
                    }
                }
            };
            try (PointerScope making = new PointerScope();
                    RegressionTask task = new RegressionTask(true);
                    Training training = Training.open(other, later, task, listener)) {
                if (end < 100) {
                    assertThatThrownBy(training::run).hasMessage("killed");
                } else {
                    assertThat(training.run().step()).isEqualTo(20);
                }
            }
        }
        assertThat(told)
                .containsExactly(
                        "12 a test, another test",
                        "14 a test, another test",
                        "14 a test, another test",
                        "100 a test, another test");
        List<String> expected = new ArrayList<>(Files.readAllLines(calm.resolve("log.jsonl")));
        List<String> found = Files.readAllLines(other.resolve("log.jsonl"));
        String line = "{\"step\":11,\"epoch\":2,\"maker\":\"another test\"}";
        assertThat(found).containsOnlyOnce(line);
        int place = found.indexOf(line);
        assertThat(found.get(place - 1)).startsWith("{\"step\":9,");
        assertThat(found.get(place + 1)).startsWith("{\"step\":12,");
        expected.add(place, line);
        assertThat(found).isEqualTo(expected);
        assertThat(other.resolve("weights.safetensors")).hasSameBinaryContentAs(calm.resolve("weights.safetensors"));
    }

    private static void cutShort(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
    }

    @Test
    void anotherRecipeIsRefusedByName() {
        train(temp, SETUP, 5);
        Recipe other = Recipes.with(Recipes.FULL, 2, 0.9);
        assertThatThrownBy(() -> train(temp, Recipes.setup(other), 100))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        temp + " was begun with clip 1.5, not 2.0: give the same settings to go on, or another folder"
                                + " to begin anew");
    }

    @Test
    void otherDataAreRefusedByName() {
        train(temp, SETUP, 5);
        Setup other = new Setup(Recipes.FULL, Map.of("data", "found", "threads", "2"), "a test", "config.yaml", "");
        assertThatThrownBy(() -> train(temp, other, 100))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("begun with data made, not found");
    }

    @Test
    void howOftenItIsSavedMayChange() {
        train(temp, SETUP, 5);
        Recipe rarer = Recipes.with(Recipes.FULL, new Every(3, 0, 0, 50), 1);
        assertThat(train(temp, Recipes.setup(rarer), 100).step()).isEqualTo(20);
    }

    @Test
    void aFolderOfSomethingElseIsRefused() throws IOException {
        Files.writeString(temp.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> train(temp, SETUP, 100))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        temp + " holds thesis.txt but no training that was begun there: name a new or an empty folder");
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files.map(file -> file.getFileName().toString())).isEqualTo(List.of("thesis.txt"));
        }
    }

    @Test
    void settingsThatAreNotUnderstoodAreNamed() throws IOException {
        train(temp, SETUP, 5);
        for (String broken :
                Set.of("null", "{", "{\"format\":2,\"settings\":{}}", "{\"format\":1,\"settings\":null}")) {
            Files.writeString(temp.resolve("training.json"), broken);
            assertThatThrownBy(() -> train(temp, SETUP, 100))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageStartingWith(temp.resolve("training.json").toString())
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void nobodyElseMayWorkOnItMeanwhile() {
        try (PointerScope making = new PointerScope();
                RegressionTask task = new RegressionTask(true);
                Training open = Training.open(temp, SETUP, task, TrainingListener.NONE)) {
            assertThatThrownBy(() -> train(temp, SETUP, 100))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessage("another process is at work on " + temp + ": let it finish, or stop it first");
            assertThat(open.run().step()).isEqualTo(20);
        }
        assertThat(train(temp, SETUP, 100).weights()).isPresent();
    }
}
