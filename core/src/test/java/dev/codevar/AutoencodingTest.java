package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.Tokens;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures to tokens and back, on the golden pictures and against the published code's tokens of them. */
class AutoencodingTest {
    private static final int SIDE = 32;
    private static final int LENGTH = 130;
    private static final Pyramid SCALES = Pyramid.of(1, 2, 3, 4, 6, 8);

    private static CoDe code;
    private static final List<Picture> PICTURES = new ArrayList<>();
    private static final List<Tokens> PUBLISHED = new ArrayList<>();

    @BeforeAll
    static void open(@TempDir Path folder) {
        code = TestModels.open(folder);
        Path file = TestModels.golden("fashion32").resolve("expected.safetensors");
        try (Checkpoint golden = Checkpoint.open(file)) {
            Scoped.value(() -> {
                Tensor u8_Bhw3 = golden.load("vae.image_u8", ScalarType.Byte)
                        .permute(0, 2, 3, 1)
                        .contiguous();
                Tensor ids_BL = golden.load("vae.idx", ScalarType.Int);
                for (long b = 0; b < ids_BL.size(0); b++) {
                    byte[] rgb = new byte[3 * SIDE * SIDE];
                    u8_Bhw3.select(0, b).data_ptr_byte().get(rgb);
                    PICTURES.add(new Picture(SIDE, SIDE, rgb));
                    int[] ids = new int[LENGTH];
                    ids_BL.select(0, b).data_ptr_int().get(ids);
                    PUBLISHED.add(new Tokens(SCALES, 512, ids));
                }
                return 0;
            });
        }
    }

    @AfterAll
    static void close() {
        code.close();
    }

    @Test
    void tokensAreThePublishedOnes() {
        assertThat(PUBLISHED).hasSize(10).doesNotHaveDuplicates();
        assertThat(code.encode(PICTURES)).isEqualTo(PUBLISHED);
    }

    @Test
    void aPictureIsTheSameAloneAndInAList() {
        assertThat(code.encode(PICTURES.get(7))).isEqualTo(PUBLISHED.get(7));
        assertThat(code.decode(PUBLISHED.get(7)))
                .isEqualTo(code.decode(PUBLISHED).get(7));
        assertThat(code.encode(List.of())).isEmpty();
        assertThat(code.decode(List.of())).isEmpty();
    }

    @Test
    void theFirstScalesDecodeAsReconstructionsShowThem() {
        for (Picture picture : PICTURES.subList(0, 3)) {
            List<Picture> reconstructed = code.reconstruct(picture);
            Tokens tokens = code.encode(picture);
            for (int k = 0; k < SCALES.scales(); k++) {
                assertThat(code.decode(tokens.first(k + 1))).isEqualTo(reconstructed.get(k));
            }
            assertThat(code.decode(tokens)).isEqualTo(reconstructed.get(5)).isNotEqualTo(reconstructed.get(4));
        }
    }

    @Test
    void generatedTokensDecodeIntoTheirPictures() {
        Request request = code.request().plan("large:4,small").count(3).seed(5).build();
        for (Generated one : code.generate(request, GenerationObserver.NONE).pictures()) {
            assertThat(code.decode(one.tokens())).isEqualTo(one.picture());
        }
    }

    @Test
    void anyThreadMayAsk() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Tokens>> tokens = new ArrayList<>();
            List<Future<Picture>> pictures = new ArrayList<>();
            for (int i = 0; i < PICTURES.size(); i++) {
                Picture picture = PICTURES.get(i);
                Tokens published = PUBLISHED.get(i);
                tokens.add(threads.submit(() -> code.encode(picture)));
                pictures.add(threads.submit(() -> code.decode(published)));
            }
            List<Picture> expected = code.decode(PUBLISHED);
            for (int i = 0; i < PICTURES.size(); i++) {
                assertThat(tokens.get(i).get()).isEqualTo(PUBLISHED.get(i));
                assertThat(pictures.get(i).get()).isEqualTo(expected.get(i));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anInterruptedCallerStopsTheWork() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> code.encode(PICTURES)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(code.encode(PICTURES.get(0))).isEqualTo(PUBLISHED.get(0));
    }

    @Test
    void nothingStaysBehind() {
        roundTrip();
        long before = NativeObjects.settled();
        roundTrip();
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }

    private static void roundTrip() {
        assertThat(code.encode(code.decode(PUBLISHED))).hasSameSizeAs(PUBLISHED);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Picture small = new Picture(2, 3, new byte[18]);
        refused("a picture of 2x3 pixels does not fit: this model takes 32x32", () -> code.encode(small));
        refused("a picture of 2x3 pixels does not fit: this model takes 32x32", () -> code.reconstruct(small));
        String legal =
                " codes do not fit: this model takes scales [1, 2, 3, 4, 6, 8], or the first of them, and 512 codes";
        for (Pyramid other : List.of(Pyramid.of(2), Pyramid.of(1, 2, 4), Pyramid.of(1, 2, 3, 4, 6, 8, 8))) {
            Tokens tokens = new Tokens(other, 512, new int[other.length()]);
            refused("tokens of scales " + other.sides() + " and 512" + legal, () -> code.decode(tokens));
        }
        Tokens fewer = new Tokens(SCALES, 511, new int[LENGTH]);
        refused("tokens of scales [1, 2, 3, 4, 6, 8] and 511" + legal, () -> code.decode(fewer));
    }

    @Test
    void whatDoesNotFitIntoMemoryIsRefusedBeforeWeightsAreRead(@TempDir Path folder) throws IOException {
        Files.writeString(
                TestModels.fashion32(folder).resolve("vae.pth"), "whoever reads this fails with another message");
        Resources little = new Resources(Device.CPU, Map.of(), Precision.FLOAT32, false, OptionalLong.of(1 << 20));
        try (CoDe closed = CoDe.open(ModelSet.open(folder), little)) {
            for (Runnable request : Arrays.<Runnable>asList(
                    () -> closed.encode(PICTURES),
                    () -> closed.decode(PUBLISHED),
                    () -> closed.reconstruct(PICTURES.get(0)))) {
                assertThatThrownBy(request::run)
                        .isInstanceOf(CodeVarException.class)
                        .hasMessageStartingWith("not enough memory: the VQ-VAE of fashion32-test in float32 takes 0.0")
                        .hasMessageContaining("0.00 GB are available (of a limit of 0.00 GB, with ")
                        .message()
                        .hasLineCount(1);
            }
        }
    }

    @Test
    void closedModelsSaySo(@TempDir Path folder) {
        CoDe closed = TestModels.open(folder);
        closed.close();
        assertThatThrownBy(() -> closed.encode(PICTURES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static void refused(String message, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(InvalidInputException.class).hasMessage(message);
    }
}
