package dev.codevar.training.run;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Precision;
import dev.codevar.training.loop.Training;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.training.parallel.Peers;
import java.nio.file.Path;

/**
 * Where a training is, and what computes there.
 *
 * @param data the folder of the pictures
 * @param out the training's folder: new, empty, or one in which it was broken off
 * @param tokens the folder where pictures' tokens are kept
 * @param compute the device, and the number format of matrix products and convolutions there: float32 or bfloat16
 * @param maker the program's version and its kernels, for people: others may round sums otherwise
 * @param peers who trains with this process; stay the caller's
 */
public record Place(Path data, Path out, Path tokens, Compute compute, String maker, Peers peers) {

    public Place {
        Precision products = compute.precision();
        if (products != Precision.FLOAT32 && products != Precision.BFLOAT16) {
            throw new InvalidInputException(
                    "precision " + products.label() + " is not for training: use float32 or bfloat16");
        }
    }

    /** Fails unless a training can begin or go on in its folder, before anything is done that takes long. */
    void requireSuitable(Setup setup) {
        if (peers.first()) {
            Training.requireSuitable(out, setup);
        }
    }
}
