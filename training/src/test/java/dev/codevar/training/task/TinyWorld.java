package dev.codevar.training.task;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.files.data.PictureData;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.models.ModelFile;
import dev.codevar.models.Recognition;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.training.Draws;
import dev.codevar.training.Parameters;
import dev.codevar.training.task.tokens.TokenData;
import dev.codevar.training.task.tokens.TokenIdentity;
import dev.codevar.training.task.transformer.VarInitialisation;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Pictures of 8x8 pixels, each of a class of its own, and an untrained VQ-VAE of 21 tokens a picture. */
public final class TinyWorld implements AutoCloseable {
    public static final Pyramid PYRAMID = Pyramid.of(1, 2, 4);
    public static final VqVaeConfig VAE = new VqVaeConfig(32, 4, 32, List.of(1, 1), 1, false, false, 4, PYRAMID);
    public static final Colours PICTURES = new Colours(32, 1, VAE.pictureSide());

    /** Others than those, and fewer. */
    public static final Colours HELD_OUT = new Colours(5, 2, VAE.pictureSide());

    public final Path file;
    public final VqVae vae;

    /** Even noise. */
    public record Colours(int count, long seed, int side) implements PictureData {
        @Override
        public int classes() {
            return count;
        }

        @Override
        public int label(int index) {
            return index;
        }

        @Override
        public Tensor batch(int... indexes) {
            int size = 3 * side() * side();
            byte[] bytes = new byte[indexes.length * size];
            for (int i = 0; i < bytes.length; i++) {
                Draws draws = Draws.of(seed, "picture " + indexes[i / size]);
                bytes[i] = (byte) (256 * draws.uniform(i % size));
            }
            return Tensor.create(bytes, indexes.length, 3, side(), side());
        }
    }

    public TinyWorld(Path folder) {
        Libtorch.load();
        RandomWeights weights = new RandomWeights("a VQ-VAE", VqVaeTensors.shapes(VAE), 3);
        file = folder.resolve("vae.safetensors");
        Safetensors.write(file, weights, Map.of());
        vae = new VqVae(weights, VAE, Compute.EXACT);
    }

    public TokenData tokens(Path folder, boolean flips) {
        return tokens(folder, PICTURES, flips);
    }

    /** {@return tokens of pictures that are not those to learn from} */
    public TokenData heldOut(Path folder) {
        return tokens(folder, HELD_OUT, false);
    }

    private TokenData tokens(Path folder, Colours pictures, boolean flips) {
        return TokenData.open(folder, identity(pictures, flips), vae, pictures, TokenData.Listener.NONE);
    }

    public TokenIdentity identity(boolean flips) {
        return identity(PICTURES, flips);
    }

    private TokenIdentity identity(Colours pictures, boolean flips) {
        return TokenIdentity.of(hash(file), pictures, new Views(flips, 0, false), PYRAMID);
    }

    /** {@return what changes when a VQ-VAE's file does} */
    public static String hash(Path vae) {
        return new ModelFile(vae, Recognition.VAE).hash();
    }

    public static VarConfig transformer(int depth) {
        return new VarConfig(depth, PICTURES.classes(), VAE.codes(), VAE.channels(), false, PYRAMID);
    }

    public static Parameters parameters(VarConfig config, double gamma, long seed) {
        return Parameters.of(VarTensors.shapes(config), new VarInitialisation(config, gamma, seed), Device.CPU);
    }

    @Override
    public void close() {
        vae.close();
    }
}
