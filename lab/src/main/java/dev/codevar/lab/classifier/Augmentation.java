package dev.codevar.lab.classifier;

import dev.codevar.lab.train.Draws;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What is done to a step's pictures so that they are not seen alike every time: each may be mirrored.
 *
 * @param draws where the step's chances come from
 */
record Augmentation(Draws draws) {

    Augmentation(long seed, int step) {
        this(Draws.of(seed, "augmentation " + step));
    }

    /** {@return the pictures (B, 3, h, w), half of them mirrored} */
    Tensor apply(Tensor pictures_B3hw) {
        int[] mirrored = new int[(int) pictures_B3hw.size(0)];
        for (int i = 0; i < mirrored.length; i++) {
            mirrored[i] = draws.uniform(i) < 0.5 ? 1 : 0;
        }
        return Scoped.result(() -> {
            Tensor mirrored_B111 =
                    Tensor.create(mirrored, mirrored.length, 1, 1, 1).ne(new Scalar(0));
            return pictures_B3hw.flip(3).where(mirrored_B111, pictures_B3hw);
        });
    }
}
