package dev.codevar.training.task.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.Safetensors;
import dev.codevar.fault.CodeVarException;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.task.TinyWorld;
import dev.codevar.training.task.Views;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenDataTest {
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

    private Encoding encoded(int picture, boolean flipped) {
        Tensor u8_13hw = TinyWorld.PICTURES.batch(picture);
        return world.vae.encode(Pixels.fromBytes(flipped ? u8_13hw.flip(3) : u8_13hw));
    }

    @Test
    void holdsThePicturesTokensAndThenTheFlippedOnes() {
        try (TokenData tokens = world.tokens(folder.resolve("tokens"), true)) {
            int count = TinyWorld.PICTURES.count();
            assertThat(tokens.count()).isEqualTo(2 * count);
            KeptTokens batches = new KeptTokens(tokens, world.vae);
            Scoped.value(() -> {
                TokenBatches.Batch batch = batches.sequences(5, count + 5, count - 1);
                assertThat(batch.labels_B().equal(Tensor.create(new long[] {5, 5, count - 1}, 3)))
                        .isTrue();
                int[] pictures = {5, 5, count - 1};
                boolean[] flipped = {false, true, false};
                for (int row = 0; row < 3; row++) {
                    Encoding encoding = encoded(pictures[row], flipped[row]);
                    Tensor ids_1L = torch.cat(new TensorVector(encoding.ids().toArray(Tensor[]::new)), 1);
                    assertThat(batch.ids_BL().narrow(0, row, 1).equal(ids_1L)).isTrue();
                    assertInputs(batch.input_BlE().narrow(0, row, 1), encoding);
                }
                // Otherwise nothing was shown about flips.
                assertThat(batch.ids_BL().select(0, 0).equal(batch.ids_BL().select(0, 1)))
                        .isFalse();
                return 0;
            });
        }
    }

    /** A scale's input is the sum of the coarser ones, which encoding finds on its own way. */
    private void assertInputs(Tensor input_1lE, Encoding encoding) {
        int begin = 0;
        for (int k = 1; k < TinyWorld.PYRAMID.scales(); k++) {
            Tensor expected = world.vae.quantizer().inputOf(k, encoding.f_hats().get(k - 1));
            int tokens = TinyWorld.PYRAMID.tokens(k);
            assertThat(input_1lE.narrow(1, begin, tokens).allclose(expected)).isTrue();
            begin += tokens;
        }
        assertThat(input_1lE.size(1)).isEqualTo(begin);
    }

    @Test
    void isMadeOnce() {
        Path tokens = folder.resolve("tokens");
        int[] told = new int[2];
        TokenData.Listener counting = (done, total) -> {
            told[0]++;
            told[1] = total;
        };
        open(tokens, false, counting).close();
        assertThat(told).containsExactly(1, 32);
        open(tokens, false, counting).close();
        assertThat(told).containsExactly(1, 32);
        open(tokens, true, counting).close();
        assertThat(told).containsExactly(3, 64);
        assertThat(tokens.toFile().list()).hasSize(2);
    }

    private TokenData open(Path tokens, boolean flips, TokenData.Listener listener) {
        return TokenData.open(tokens, world.identity(flips), world.vae, TinyWorld.PICTURES, listener);
    }

    @Test
    void otherWeightsPicturesAndScalesAreOthers() throws IOException {
        TokenIdentity identity = world.identity(false);
        Path one = identity.file(folder);
        Path other = Files.writeString(folder.resolve("other"), "other weights");
        assertThat(TokenIdentity.of(
                                TinyWorld.hash(other),
                                TinyWorld.PICTURES,
                                new Views(false, 0, false),
                                TinyWorld.PYRAMID)
                        .file(folder))
                .isNotEqualTo(one);
        assertThat(TokenIdentity.of(
                                TinyWorld.hash(world.file),
                                new TinyWorld.Colours(32, 2, 8),
                                new Views(false, 0, false),
                                TinyWorld.PYRAMID)
                        .file(folder))
                .isNotEqualTo(one);
        assertThat(world.identity(true).file(folder)).isNotEqualTo(one);
        assertThat(world.identity(false).file(folder)).isEqualTo(one);
    }

    @Test
    void whatIsNotTheseTokensIsRefusedAndStays() throws IOException {
        Path file = world.identity(false).file(folder);
        Files.writeString(file, "no tokens at all");
        assertThatThrownBy(() -> world.tokens(folder, false))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("no tokens at all");
        Safetensors.write(file, Map.of("ids", torch.zeros(1)), Map.of("kind", "something else"));
        assertThatThrownBy(() -> world.tokens(folder, false))
                .isInstanceOf(CodeVarException.class)
                .hasMessage(file
                        + " holds other things than these tokens: its kind is something else, not codevar tokens 1;"
                        + " delete it to have it made anew");
    }

    @Test
    void idsBeyondTheCodesAreRefused() {
        TokenIdentity identity = world.identity(false);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("ids", torch.full(new long[] {32, 21}, new Scalar(32L), new TensorOptions(ScalarType.Short)));
        tensors.put("labels", torch.zeros(new long[] {32}, new TensorOptions(ScalarType.Int)));
        Safetensors.write(identity.file(folder), tensors, identity.metadata());
        assertThatThrownBy(() -> world.tokens(folder, false))
                .isInstanceOf(CodeVarException.class)
                .hasMessageEndingWith(": ids from 32 to 32 are not all between 0 and 31");
    }
}
