package dev.codevar;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.memory.MemoryLeft;
import dev.codevar.memory.MemoryNeed;
import dev.codevar.memory.ModelKey;
import dev.codevar.memory.Opened;
import dev.codevar.memory.VaeMemory;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Tokens;
import dev.codevar.queue.OneByOne;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.TokenTensors;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * Requests that need the VQ-VAE alone: checked before any weight is read, then done picture by picture, so that memory does not
 * grow with their number and none depends on the others.
 */
final class Autoencoding {
    private final VqVaeConfig config;
    private final CoDe code;
    private final Engine engine;
    private final Opened opened;

    /**
     * @param code takes the work
     * @param engine does it
     * @param opened of this set
     */
    Autoencoding(CoDe code, Engine engine, Opened opened) {
        this.config = opened.set().vaeConfig();
        this.code = code;
        this.engine = engine;
        this.opened = opened;
    }

    /** {@return for each picture what it is like after every scale} */
    List<List<Picture>> reconstruct(List<Picture> pictures) {
        requireFit(pictures);
        return each(pictures, (vae, picture) -> {
            List<Picture> scales = new ArrayList<>();
            for (Tensor f_hat_1EPP : encoding(vae, picture).f_hats()) {
                scales.addAll(Scoped.value(() -> Pixels.toPictures(vae.decode(f_hat_1EPP))));
            }
            return List.copyOf(scales);
        });
    }

    /** {@return the tokens of each picture} */
    List<Tokens> encode(List<Picture> pictures) {
        requireFit(pictures);
        return each(
                pictures,
                (vae, picture) -> TokenTensors.read(encoding(vae, picture).ids(), 0, config));
    }

    /** {@return the picture that each one's tokens make} */
    List<Picture> decode(List<Tokens> tokens) {
        tokens.forEach(this::requireFits);
        return each(tokens, (vae, one) -> {
            Tensor f_hat_1EPP = vae.quantizer().sum(TokenTensors.write(one, vae.compute()));
            return Pixels.toPictures(vae.decode(f_hat_1EPP)).get(0);
        });
    }

    private static Encoding encoding(VqVae vae, Picture picture) {
        return vae.encode(Pixels.toTensor(List.of(picture), vae.config().pictureSide()));
    }

    private void requireFit(List<Picture> pictures) {
        pictures.forEach(picture -> Pixels.requireSide(picture, config.pictureSide()));
    }

    private void requireFits(Tokens tokens) {
        List<Integer> sides = config.pyramid().sides();
        List<Integer> given = tokens.pyramid().sides();
        boolean coarsest =
                given.size() <= sides.size() && sides.subList(0, given.size()).equals(given);
        if (!coarsest || tokens.codes() != config.codes()) {
            throw new InvalidInputException("tokens of scales " + given + " and " + tokens.codes()
                    + " codes do not fit: this model takes scales " + sides + ", or the first of them, and "
                    + config.codes() + " codes");
        }
    }

    private <I, O> List<O> each(List<I> all, BiFunction<VqVae, I, O> work) {
        if (all.isEmpty()) {
            return List.of();
        }
        OneByOne<I, O> job =
                new OneByOne<>(opened, all, one -> Scoped.value(() -> work.apply(admitted(), one)), engine.worker());
        code.handIn(job, job);
        return job.await();
    }

    private VqVae admitted() {
        MemoryNeed need = VaeMemory.alone(config, opened.models(), opened.resources());
        MemoryLeft left = new MemoryLeft(opened.resources());
        Set<ModelKey> needed = Set.of(new ModelKey.Vae(config.pyramid()));
        // What could be freed, of caches and models, is only freed for what then fits.
        long available = engine.memory().available(left, opened, needed, need);
        if (need.fitting(available) < 1) {
            throw new CodeVarException("not enough memory: the VQ-VAE of "
                    + opened.set().description().name() + " in "
                    + opened.resources().precision().label() + " takes " + need.arithmetic(1) + ", but "
                    + left.text(available));
        }
        engine.memory().makeRoom(left, need, 1, opened, needed);
        return opened.models().vae(config.pyramid());
    }
}
