package dev.codevar.lab.train.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.data.Crops;
import dev.codevar.lab.data.PictureData;
import dev.codevar.lab.data.PictureFolder;
import dev.codevar.lab.data.TrainingFiles;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        TokenIdentity identity = TokenIdentity.of(world.file, pictures, views, TinyWorld.PYRAMID);
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
        assertThatThrownBy(() -> open(name, MANY, new Views(true, 0), (done, total) -> {
                    if (done == at) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
    }

    @Test
    void goesOnToTheSameBytes() throws IOException {
        open("whole", MANY, new Views(true, 0), TokenData.Listener.NONE).close();
        breakOff("parts", 130);
        breakOff("parts", 260);
        List<Integer> told = new ArrayList<>();
        open("parts", MANY, new Views(true, 0), (done, total) -> told.add(done)).close();
        assertThat(told).as("two blocks were safe").containsExactly(200, 260);
        assertThat(only("parts")).isEqualTo(only("whole"));
    }

    @Test
    void whatTheJournalDoesNotVouchForIsFoundAnew() throws IOException {
        open("whole", MANY, new Views(true, 0), TokenData.Listener.NONE).close();
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
        open("parts", MANY, new Views(true, 0), (done, total) -> told.add(done)).close();
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
        try (TokenData tokens = open("tokens", pictures, new Views(true, 2), TokenData.Listener.NONE)) {
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
        open("tokens", pictures, new Views(true, 2), TokenData.Listener.NONE).close();
        open("tokens", pictures, new Views(true, 0), TokenData.Listener.NONE).close();
        assertThat(folder.resolve("tokens").toFile().list()).hasSize(2);
    }

    @Test
    void whereNothingIsLargerNothingIsCropped() {
        assertThatThrownBy(() -> open("tokens", MANY, new Views(false, 3), TokenData.Listener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("crops 3: ");
        assertThatThrownBy(() -> new Views(false, -1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("crops -1 is not between 0 and 1000");
    }
}
