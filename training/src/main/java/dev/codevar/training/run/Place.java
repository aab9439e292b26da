package dev.codevar.training.run;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Precision;
import dev.codevar.training.parallel.Peers;
import java.nio.file.Path;

/**
 * Where a training is, and how finely it computes.
 *
 * @param data the folder of the pictures
 * @param out the training's folder: new, empty, or one in which it was broken off
 * @param tokens the folder where pictures' tokens are kept
 * @param products the number format of matrix products and convolutions: float32 or bfloat16
 * @param peers who trains with this process; stay the caller's
 */
public record Place(Path data, Path out, Path tokens, Precision products, Peers peers) {

    public Place {
        if (products == Precision.FLOAT16) {
            throw new InvalidInputException("precision float16 is not for training: use float32 or bfloat16");
        }
    }
}
