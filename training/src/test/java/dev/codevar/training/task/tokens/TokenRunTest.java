package dev.codevar.training.task.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.Crops;
import dev.codevar.files.data.PictureData;
import dev.codevar.files.data.PictureFolder;
import dev.codevar.files.data.TrainingFiles;
import dev.codevar.files.journal.Journal;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Moment;
import dev.codevar.training.task.SeenPictures;
import dev.codevar.training.task.TinyWorld;
import dev.codevar.training.task.Views;
import dev.codevar.vqvae.Pixels;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenRunTest {
    /** Two blocks and a half of sequences, where a block has some of both views. */
    private static final TinyWorld.Colours MANY = new TinyWorld.Colours(130, 1, 8);

    @TempDir
    Path folder;

    private TinyWorld world;

    @BeforeEach
    void open() {
        world = new TinyWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private TokenData open(String name, PictureData pictures, Views views, TokenData.Listener listener) {
        TokenIdentity identity = TokenIdentity.of(TinyWorld.hash(world.file), pictures, views, TinyWorld.PYRAMID);
        return TokenData.open(folder.resolve(name), identity, world.vae, pictures, listener);
    }

    private byte[] only(String name) throws IOException {
        try (var files = Files.list(folder.resolve(name))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return Files.readAllBytes(all.get(0));
        }
    }

    private void breakOff(String name, int at) {
        assertThatThrownBy(() -> open(name, MANY, new Views(true, 0, false), (done, total) -> {
                    if (done == at) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
    }

    @Test
    void goesOnToTheSameBytes() throws IOException {
        open("whole", MANY, new Views(true, 0, false), TokenData.Listener.NONE).close();
        breakOff("parts", 130);
        breakOff("parts", 260);
        List<Integer> told = new ArrayList<>();
        open("parts", MANY, new Views(true, 0, false), (done, total) -> told.add(done))
                .close();
        assertThat(told).as("two blocks were safe").containsExactly(200, 260);
        assertThat(only("parts")).isEqualTo(only("whole"));
    }

    /** Two trainings that begin at once; here the other ends before it has found anything. */
    @Test
    void whereAnotherProcessFindsTheSameItIsWaitedFor() throws IOException {
        Views views = new Views(true, 0, false);
        open("whole", MANY, views, TokenData.Listener.NONE).close();
        Path tokens = Files.createDirectory(folder.resolve("tokens"));
        TokenIdentity identity = TokenIdentity.of(TinyWorld.hash(world.file), MANY, views, TinyWorld.PYRAMID);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holds.class.getName(),
                        identity.file(tokens) + ".journal")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Path> waited = new ArrayList<>();
        try (BufferedReader said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("open");
            TokenData.Listener listener = new TokenData.Listener() {
                @Override
                public void encoded(int done, int total) {}

                @Override
                public void waiting(Path file) {
                    waited.add(file);
                    other.destroyForcibly();
                }
            };
            open("tokens", MANY, views, listener).close();
        } finally {
            other.destroyForcibly();
        }
        assertThat(waited).containsExactly(identity.file(tokens));
        assertThat(only("tokens")).isEqualTo(only("whole"));
    }

    /** Has a journal open until its input ends. */
    static final class Holds {
        private Holds() {}

        public static void main(String... arguments) throws IOException {
            try (Journal journal = Journal.open(Path.of(arguments[0]))) {
                journal.keepFirst(0);
                System.out.println("open");
                int nobodyWrites = System.in.read();
                System.exit(nobodyWrites);
            }
        }
    }

    @Test
    void whatTheJournalDoesNotVouchForIsFoundAnew() throws IOException {
        open("whole", MANY, new Views(true, 0, false), TokenData.Listener.NONE).close();
        breakOff("parts", 260);
        try (var files = Files.list(folder.resolve("parts"))) {
            Path part = files.filter(file -> file.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(part);
            bytes[5000]++;
            Files.write(part, bytes);
        }
        List<Integer> told = new ArrayList<>();
        open("parts", MANY, new Views(true, 0, false), (done, total) -> told.add(done))
                .close();
        assertThat(told).containsExactly(100, 130, 200, 260);
        assertThat(only("parts")).isEqualTo(only("whole"));
    }

    private Tensor ids(Tensor u8_13hw) {
        Tensor[] ids_1l = world.vae.encode(Pixels.fromBytes(u8_13hw)).ids().toArray(Tensor[]::new);
        return torch.cat(new TensorVector(ids_1l), 1);
    }

    @Test
    void severalCropsOfEveryPictureThatCanBeRead() throws IOException {
        String[] broken = TrainingFiles.folders(folder);
        List<String> told = new ArrayList<>();
        PictureFolder pictures = PictureFolder.train(folder.resolve("train"), TinyWorld.VAE.pictureSide(), told::add);
        int sound = pictures.count() - broken.length;
        try (TokenData tokens = open("tokens", pictures, new Views(true, 2, false), TokenData.Listener.NONE)) {
            assertThat(told).hasSize(broken.length);
            assertThat(tokens.count()).isEqualTo(4 * sound);
            Scoped.value(() -> {
                int row = 0;
                for (int view = 0; view < 4; view++) {
                    for (int i = 0; i < pictures.count(); i++) {
                        if (pictures.shown(i) != i) {
                            continue;
                        }
                        Tensor u8_13hw = pictures.batch(Crops.random(0, view % 2), i);
                        Tensor row_1 = Tensor.create(new long[] {row++}, 1);
                        assertThat(tokens.ids(row_1).equal(ids(view < 2 ? u8_13hw : u8_13hw.flip(3))))
                                .isTrue();
                        assertThat(tokens.labels(row_1).item_long()).isEqualTo(pictures.label(i));
                    }
                }
                return 0;
            });
        }
        // What is read again is the same, and other crops are other tokens.
        open("tokens", pictures, new Views(true, 2, false), TokenData.Listener.NONE)
                .close();
        open("tokens", pictures, new Views(true, 0, false), TokenData.Listener.NONE)
                .close();
        assertThat(folder.resolve("tokens").toFile().list()).hasSize(2);
    }

    /** The published trainings' views: in every epoch other squares, whose tokens are those of the picture that is seen then. */
    @Test
    void freshTokensAreThoseOfWhatTheStepSees() throws IOException {
        TrainingFiles.folders(folder);
        PictureFolder pictures = PictureFolder.train(folder.resolve("train"), TinyWorld.VAE.pictureSide(), why -> {});
        StepTokens fresh = new StepTokens(SeenPictures.fresh(pictures, false), world.vae);
        assertThat(fresh.count()).isEqualTo(pictures.count());
        int[] some = IntStream.range(0, pictures.count()).toArray();
        List<Boolean> otherSquares = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            int round = epoch;
            Moment moment = new Moment(11, 100 + epoch, 1000, epoch, 0, 1);
            Scoped.value(() -> {
                TokenBatches.Batch batch = fresh.of(some, moment);
                for (int i : some) {
                    Tensor seen_1L = ids(pictures.batch(Crops.random(11, round), i));
                    assertThat(batch.ids_BL().narrow(0, i, 1).equal(seen_1L)).isTrue();
                    assertThat(batch.labels_B().select(0, i).item_long()).isEqualTo(pictures.label(pictures.shown(i)));
                    otherSquares.add(!ids(pictures.batch(Crops.CENTRE, i)).equal(seen_1L));
                }
                return 0;
            });
        }
        assertThat(otherSquares).contains(true);
    }

    @Test
    void anEpochSeesEveryPictureOnceAndTheNextOnesItsOtherViews() {
        try (TokenData tokens = open("tokens", MANY, new Views(true, 0, false), TokenData.Listener.NONE)) {
            KeptTokens kept = new KeptTokens(tokens, world.vae);
            assertThat(kept.count()).isEqualTo(MANY.count());
            int[] all = IntStream.range(0, MANY.count()).toArray();
            Scoped.value(() -> {
                Tensor first_BL = kept.of(all, new Moment(5, 0, 9, 0, 0, 1)).ids_BL();
                Tensor second_BL = kept.of(all, new Moment(5, 4, 9, 1, 0, 1)).ids_BL();
                Tensor third_BL = kept.of(all, new Moment(5, 8, 9, 2, 0, 1)).ids_BL();
                assertThat(third_BL.equal(first_BL)).isTrue();
                StepTokens found = new StepTokens(new SeenPictures(MANY, tokens.views()), world.vae);
                assertThat(found.of(all, new Moment(5, 4, 9, 1, 0, 1)).ids_BL().equal(second_BL))
                        .as("found within the step they are the same")
                        .isTrue();
                int mirroredFirst = 0;
                for (int i : all) {
                    Tensor plain_1L = ids(MANY.batch(i));
                    Tensor mirrored_1L = ids(MANY.batch(i).flip(3));
                    boolean mirrored = first_BL.narrow(0, i, 1).equal(mirrored_1L);
                    mirroredFirst += mirrored ? 1 : 0;
                    assertThat(first_BL.narrow(0, i, 1).equal(mirrored ? mirrored_1L : plain_1L))
                            .isTrue();
                    assertThat(second_BL.narrow(0, i, 1).equal(mirrored ? plain_1L : mirrored_1L))
                            .isTrue();
                }
                assertThat(mirroredFirst).as("of %d", MANY.count()).isBetween(MANY.count() / 4, 3 * MANY.count() / 4);
                return 0;
            });
        }
    }

    @Test
    void whereNothingIsLargerNothingIsCropped() {
        assertThatThrownBy(() -> open("tokens", MANY, new Views(false, 3, false), TokenData.Listener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("crops 3: ");
        assertThatThrownBy(() -> new Views(false, -1, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("crops -1 is not between 0 and 1000");
        assertThatThrownBy(() -> new Views(false, 2, true))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("crops 2 with fresh_crops: ");
        assertThatThrownBy(() -> new Views(false, 0, true).requireRoom(MANY))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("fresh_crops true: ");
    }
}
