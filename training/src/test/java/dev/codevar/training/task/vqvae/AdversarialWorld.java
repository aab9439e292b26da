package dev.codevar.training.task.vqvae;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.parallel.Peers;
import dev.codevar.training.task.TinyWorld;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.Optional;

/** {@link TinyWorld}'s VQ-VAE, with a discriminator of one layer. */
final class AdversarialWorld {
    static final int[] EXAMPLES = {0, 3, 5, 8};

    private AdversarialWorld() {}

    static AdversarialOptions options(int start) {
        return new AdversarialOptions(0.5, start, 2e-3, 0.5, 0.9, 8, 1, "group");
    }

    static Terms terms(int start) {
        return new Terms(
                Optional.empty(),
                Optional.of(new AdversarialTerm(options(start), TinyWorld.VAE.pictureSide(), 1, Compute.EXACT)));
    }

    static VqVaeTask task(Terms terms) {
        Parameters parameters = Parameters.of(
                VqVaeTensors.shapes(TinyWorld.VAE), new VqVaeInitialisation(TinyWorld.VAE, 1), Device.CPU);
        return new VqVaeTask(
                TinyWorld.PICTURES,
                TinyWorld.PICTURES,
                parameters,
                TinyWorld.VAE,
                new VqVaeTask.Options(0.5, 2, 1, 3, true, Compute.EXACT),
                terms,
                Peers.alone());
    }

    static Moment moment(int step) {
        return new Moment(1, step, 100, 0, 0, 1);
    }
}
