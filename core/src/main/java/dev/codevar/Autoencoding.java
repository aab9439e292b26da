package dev.codevar;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * Requests that need the VQ-VAE alone: checked before any weight is read, then done picture by picture, so that memory does not
 * grow with their number and none depends on the others.
 */
final class Autoencoding {
    private final VqVaeConfig config;
    private final ModelSet set;
    private final LoadedModels models;
    private final Resources resources;
    private final Worker worker;

    Autoencoding(ModelSet set, LoadedModels models, Resources resources, Worker worker) {
        this.config = set.vaeConfig();
        this.set = set;
        this.models = models;
        this.resources = resources;
        this.worker = worker;
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
        AtomicBoolean stopped = new AtomicBoolean();
        return worker.call(
                () -> {
                    VqVae vae = admitted();
                    List<O> done = new ArrayList<>();
                    for (I one : all) {
                        if (stopped.get()) {
                            throw new CancellationException("stopped before picture " + (done.size() + 1));
                        }
                        done.add(Scoped.value(() -> work.apply(vae, one)));
                    }
                    return List.copyOf(done);
                },
                () -> stopped.set(true));
    }

    private VqVae admitted() {
        MemoryNeed need = VaeMemory.alone(config, models, resources);
        MemoryLeft left = new MemoryLeft(resources);
        long available = left.bytes(0);
        if (need.fitting(available) < 1) {
            // Transformers of earlier requests, and what those left in the allocator, count as taken until they are
            // freed.
            models.makeRoom();
            available = left.bytes(0);
        }
        if (need.fitting(available) < 1) {
            throw new CodeVarException("not enough memory: the VQ-VAE of "
                    + set.description().name() + " in " + resources.precision().label() + " takes "
                    + need.arithmetic(1) + ", but " + left.text(available));
        }
        return models.vae(config.pyramid());
    }
}
