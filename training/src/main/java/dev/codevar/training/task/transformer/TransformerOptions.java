package dev.codevar.training.task.transformer;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.training.Draws;
import dev.codevar.training.Moment;
import dev.codevar.training.net.DropPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What is the same however a transformer learns.
 *
 * @param labelDropping how often a class is replaced by "no class", so that guidance has something to lead away from
 * @param dropPath how often the last block is skipped, see {@link DropPath}
 */
public record TransformerOptions(double labelDropping, double dropPath) {

    public TransformerOptions {
        if (!(labelDropping >= 0 && labelDropping <= 1)) {
            throw new InvalidInputException("label dropping " + labelDropping + " is not from 0 to 1");
        }
        new DropPath(dropPath, 0, 0);
    }

    /** {@return what the blocks of a training step skip for these examples} */
    DropPath dropPath(int[] examples, Moment moment) {
        return new DropPath(dropPath, moment.seed(), moment.step(), row -> examples[row]);
    }

    /**
     * @param labels_B the classes, int64
     * @param examples whose
     * @param noClass what replaces some of them
     * @param compute where they are
     * @return the classes that a training step sees
     */
    Tensor dropped(Tensor labels_B, int[] examples, Moment moment, int noClass, Compute compute) {
        boolean[] drops = new boolean[examples.length];
        Draws draws = moment.draws("label");
        for (int i = 0; i < drops.length; i++) {
            drops[i] = draws.uniform(examples[i]) < labelDropping;
        }
        return labels_B.masked_fill(compute.send(Tensor.create(drops, drops.length)), new Scalar((long) noClass));
    }
}
